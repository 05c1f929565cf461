using DialIn.Ivr;
using DialIn.Meetings;

namespace DialIn.Calls;

/// <summary>Where a call is on its way from the ring to the end, with what only matters there.</summary>
internal abstract record CallPhase;

/// <summary>Ringing, or answered by us and not yet confirmed by the caller's side.</summary>
internal sealed record Ringing : CallPhase;

/// <summary>The caller is asked for the PIN.</summary>
internal sealed record EnteringPin(PinEntryState Entry) : CallPhase;

/// <summary>A PIN is being looked up.</summary>
/// <param name="Entry">The entry, which takes keys meanwhile.</param>
/// <param name="Question">The look-up's number; <see langword="null"/> if it has answered, or nothing had to be asked.</param>
/// <param name="Found">Where the PIN leads; <see langword="null"/> for nowhere.</param>
/// <param name="IsOnlyTry">Whether there is no further try.</param>
/// <param name="IsDue">Whether it is time to tell the caller.</param>
internal sealed record LookingUp(PinEntryState Entry, int? Question, PinFound? Found, bool IsOnlyTry, bool IsDue) : CallPhase;

/// <summary>The PIN was that of a proof call: tones are heard and answered, no meeting is joined.</summary>
internal sealed record Proving : CallPhase;

/// <summary>The PIN is right, the meeting has not started.</summary>
internal sealed record WaitingForMeeting : CallPhase;

/// <summary>The meeting takes only so many callers: the call waits for a place.</summary>
/// <param name="Meeting">Where it is to be dialled.</param>
/// <param name="IsAgain">As in <see cref="Joining"/>.</param>
/// <param name="Question">The wish for the place.</param>
/// <param name="IsFull">Whether there was none, and the caller knows.</param>
internal sealed record WaitingForPlace(RunningMeeting Meeting, bool IsAgain, int Question, bool IsFull) : CallPhase;

/// <summary>The conference has been dialled.</summary>
/// <param name="IsAgain">Whether the call was in the conference before, or has failed to get there.</param>
internal sealed record Joining(bool IsAgain) : CallPhase;

/// <summary>In the conference.</summary>
/// <param name="Question">A question to the directory about the conference that has no answer yet.</param>
/// <param name="IsSilent">Whether nothing comes from the conference.</param>
/// <param name="AreKeysOpen">Whether keys are commands: those of the PIN entry are over.</param>
/// <param name="Keys">The command that the caller is typing.</param>
/// <param name="Wanted">The breakout room that is being asked for; <see langword="null"/> for none.</param>
internal sealed record Joined(int? Question, bool IsSilent, bool AreKeysOpen, MeetingKeys Keys = default, WantedRoom? Wanted = null) : CallPhase;

/// <summary>A breakout room that the caller wants and nobody knew.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Question">The question to the directory, beside that about the conference: neither may replace the other.</param>
internal readonly record struct WantedRoom(int Number, int Question);

/// <summary>The conference was lost; the call finds out whether there is a way back.</summary>
/// <param name="Lost">What was lost.</param>
/// <param name="Cause">How.</param>
/// <param name="Question">A question to the directory that has no answer yet; <see langword="null"/> while waiting to ask.</param>
/// <param name="Answers">How often the directory has answered since.</param>
/// <param name="HasSaidSo">Whether the caller was asked for patience.</param>
internal sealed record Reconnecting(RunningMeeting Lost, ConferenceLoss Cause, int? Question, int Answers, bool HasSaidSo) : CallPhase;

/// <summary>How the call ends is settled; the caller is being told.</summary>
internal sealed record SayingGoodbye(CallEnd End) : CallPhase;

/// <summary>Over. Nothing changes any more.</summary>
internal sealed record Ended(CallEnd End) : CallPhase;
