namespace DialIn.Meetings;

/// <summary>What happened to a watched meeting.</summary>
internal abstract record MeetingChange;

/// <summary>The meeting can be called, or it can be called at a new place.</summary>
internal sealed record MeetingStarted(RunningMeeting Meeting) : MeetingChange;

/// <summary>The breakout rooms of the meeting that was started last: all there are now, by their numbers; none when they were closed.</summary>
internal sealed record BreakoutsChanged(IReadOnlyList<RunningMeeting> Rooms) : MeetingChange
{
    public bool Equals(BreakoutsChanged? other) => other is not null && Rooms.SequenceEqual(other.Rooms);

    public override int GetHashCode() => Rooms.Count;
}

/// <summary>The meeting that was started last cannot be called any more.</summary>
internal sealed record MeetingGone(MeetingGoneReason Reason) : MeetingChange;
