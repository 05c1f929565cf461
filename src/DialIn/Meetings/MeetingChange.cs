namespace DialIn.Meetings;

/// <summary>What happened to a watched meeting.</summary>
internal abstract record MeetingChange;

/// <summary>The meeting can be called, or it can be called at a new place.</summary>
internal sealed record MeetingStarted(RunningMeeting Meeting) : MeetingChange;

/// <summary>The meeting that was started last cannot be called any more.</summary>
internal sealed record MeetingGone(MeetingGoneReason Reason) : MeetingChange;
