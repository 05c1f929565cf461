using DialIn.Ivr;
using DialIn.Media.Codecs;
using DialIn.Meetings;
using DialIn.Pins;

namespace DialIn.Calls;

/// <summary>What happens to a call. Everything that does comes through its mailbox as one of these.</summary>
internal abstract record CallEvent;

/// <summary>The caller's side confirmed our answer (ACK).</summary>
internal sealed record TrunkConfirmed : CallEvent;

/// <summary>The first sound came from the caller's side. It confirms the answer as well: some carriers lose the ACK.</summary>
internal sealed record TrunkMediaStarted : CallEvent;

/// <summary>The call cannot be answered: <see cref="AnswerTrunk"/> found no codec, no ports, or a fault.</summary>
internal sealed record AnswerFailed(CallEndReason Reason) : CallEvent;

/// <summary>The caller's side offers new media (re-INVITE): hold, resume, another address.</summary>
/// <param name="IsHold">Whether the offer lets us send nothing.</param>
/// <param name="NewCodec">The codec that will be spoken then, where that is another one than now.</param>
internal sealed record TrunkOfferReceived(bool IsHold, AudioCodec? NewCodec = null) : CallEvent;

/// <summary>The caller's side gave up the offer that waited for its answer (CANCEL): what held before holds on.</summary>
internal sealed record TrunkOfferWithdrawn : CallEvent;

/// <summary>The caller's side speaks a codec from now on: after our answer to an offer of its.</summary>
/// <param name="Codec">Which one.</param>
/// <param name="Offered">What the offer had.</param>
internal sealed record TrunkCodecAgreed(AudioCodec Codec, IReadOnlyList<AudioCodec> Offered) : CallEvent;

/// <summary>The caller's side has answered our wish for another codec.</summary>
/// <param name="Codec">What <see cref="OfferTrunkCodec"/> asked for.</param>
/// <param name="IsAccepted">Whether it speaks it now; else it goes on in the old one.</param>
/// <param name="IsHold">Whether its answer lets us send nothing.</param>
internal sealed record TrunkCodecChanged(AudioCodec Codec, bool IsAccepted, bool IsHold = false) : CallEvent;

/// <summary>The conference has answered our wish for another codec.</summary>
/// <param name="Leg">The number that <see cref="DialConference"/> carried.</param>
/// <param name="IsAccepted">Whether it speaks it now; else it goes on in the old one.</param>
internal sealed record ConferenceCodecChanged(int Leg, bool IsAccepted) : CallEvent;

/// <summary>No sign of life has come from the caller's side for so long that nobody can be there.</summary>
internal sealed record TrunkSilent : CallEvent;

/// <summary>The caller's leg is over. Exactly once, last of all that this leg reports.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Release">What the carrier says of it.</param>
internal sealed record TrunkEnded(LegEndCause Cause, ReleaseCause? Release = null) : CallEvent;

/// <summary>The caller pressed a key.</summary>
internal sealed record DigitReceived(TelephoneKey Key) : CallEvent;

/// <summary>A fax machine calls.</summary>
internal sealed record FaxHeard : CallEvent;

/// <summary>A playback is over: played to its end, or cut off.</summary>
/// <param name="Playback">The number that <see cref="Play"/> carried.</param>
internal sealed record PlaybackEnded(int Playback) : CallEvent;

/// <summary>It is known where a PIN leads.</summary>
/// <param name="Question">The number that <see cref="LookUpPin"/> carried.</param>
internal abstract record PinAnswered(int Question) : CallEvent
{
    /// <summary>On which terms the caller is told.</summary>
    public TryTerms Terms { get; init; }
}

/// <summary>The PIN leads to a room.</summary>
/// <param name="Question">The number that <see cref="LookUpPin"/> carried.</param>
/// <param name="MeetingId">The room's meeting.</param>
/// <param name="Running">Where that meeting runs now, as the directory knows it without asking; <see langword="null"/> if nowhere.</param>
/// <param name="Lost">Where it ran last, if it runs nowhere now and that server does not answer.</param>
internal sealed record PinFound(int Question, string MeetingId, RunningMeeting? Running, RunningMeeting? Lost = null) : PinAnswered(Question)
{
    /// <summary>Whether it is a proof call's, and leads to the tone check; there is no meeting then.</summary>
    public bool IsProof { get; init; }
}

/// <summary>The PIN leads nowhere, for whatever reason.</summary>
internal sealed record PinNotFound(int Question) : PinAnswered(Question);

/// <summary>The directory has asked the servers.</summary>
/// <param name="Question">The number that <see cref="RefreshDirectory"/> carried.</param>
/// <param name="Running">Where the meeting runs now; <see langword="null"/> if on no server that answers.</param>
/// <param name="ServerAnswers">Whether the server of the lost conference answers, so that a meeting that is missing has ended.</param>
/// <param name="IsOver">Whether, if it has ended, it was to end: nobody needs to wait for it to be opened again.</param>
internal sealed record DirectoryAnswered(int Question, RunningMeeting? Running, bool ServerAnswers, bool IsOver = false) : CallEvent;

/// <summary>The meeting has as many callers as it takes; the call stands in the line.</summary>
/// <param name="Question">The number that <see cref="TakePlace"/> carried.</param>
internal sealed record MeetingFull(int Question) : CallEvent;

/// <summary>The call has a place in the meeting, until its end.</summary>
/// <param name="Question">The number that <see cref="TakePlace"/> carried.</param>
internal sealed record PlaceTaken(int Question) : CallEvent;

/// <summary>A look-up or a directory broke while it was asked.</summary>
internal sealed record QuestionFailed(int Question) : CallEvent;

/// <summary>The directory reports on the watched meeting.</summary>
internal sealed record MeetingChanged(MeetingChange Change) : CallEvent;

/// <summary>The conference took the call, and its answer can be used.</summary>
/// <param name="Leg">The number that <see cref="DialConference"/> carried.</param>
/// <param name="MuteKey">The key by which its server mutes a caller, if it has one.</param>
internal sealed record ConferenceAnswered(int Leg, TelephoneKey? MuteKey = null) : CallEvent;

/// <summary>The conference leg is over. Exactly once for each leg that was dialled, last of all that it reports.</summary>
/// <param name="Leg">The number that <see cref="DialConference"/> carried.</param>
/// <param name="Cause">Why; <see cref="LegEndCause.Rejected"/> also for an answer that cannot be used (488).</param>
/// <param name="Status">The final status when <see cref="LegEndCause.Rejected"/>.</param>
/// <param name="Release">What the server says of it.</param>
internal sealed record ConferenceEnded(int Leg, LegEndCause Cause, int? Status = null, ReleaseCause? Release = null) : CallEvent
{
    /// <summary>Whether the server refuses encrypted audio, so that another codec would be refused as well.</summary>
    public bool IsOfEncryption { get; init; }
}

/// <summary>No packet has come from the conference for some seconds.</summary>
internal sealed record ConferenceSilent(int Leg) : CallEvent;

/// <summary>Packets come from the conference: the first ones of the leg, or again after a silence.</summary>
internal sealed record ConferenceAudible(int Leg) : CallEvent;

/// <summary>A timer ran out.</summary>
/// <param name="Timer">Which one.</param>
/// <param name="Generation">The number that <see cref="SetTimer"/> carried: one that fired late is known by it and ignored.</param>
internal sealed record TimerFired(CallTimer Timer, int Generation) : CallEvent;

/// <summary>The program shuts down and waits no longer for calls to end by themselves.</summary>
internal sealed record DrainDeadlineReached : CallEvent;

/// <summary>Something broke on our side that belongs to no question: an effect could not be carried out.</summary>
internal sealed record Faulted : CallEvent;
