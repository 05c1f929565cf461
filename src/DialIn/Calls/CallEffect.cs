using DialIn.Ivr;
using DialIn.Media.Codecs;
using DialIn.Meetings;
using DialIn.Pins;

namespace DialIn.Calls;

/// <summary>What a call wants done. Data only; carried out in the order given.</summary>
internal abstract record CallEffect;

/// <summary>Send 180 Ringing.</summary>
internal sealed record RingTrunk : CallEffect;

/// <summary>Answer the caller's offer; if that is impossible, report <see cref="AnswerFailed"/>.</summary>
internal sealed record AnswerTrunk : CallEffect;

/// <summary>Refuse a call that was not answered.</summary>
/// <param name="End">How the call ends, with the final status.</param>
internal sealed record RejectTrunk(CallEnd End) : CallEffect;

/// <summary>Answer the re-INVITE and change the caller's media as it says. The call itself goes on as it is.</summary>
internal sealed record AnswerTrunkOffer : CallEffect;

/// <summary>Ask the caller's side for another codec by a re-INVITE. Answer: <see cref="TrunkCodecChanged"/>.</summary>
internal sealed record OfferTrunkCodec(AudioCodec Codec) : CallEffect;

/// <summary>Ask the conference for another codec by a re-INVITE. Answer: <see cref="ConferenceCodecChanged"/>.</summary>
internal sealed record ChangeConferenceCodec(int Leg, AudioCodec Codec) : CallEffect;

/// <summary>Send BYE to the caller, or refuse the call if it was not answered.</summary>
/// <param name="End">How the call ends; its status refuses a call that was not answered yet.</param>
internal sealed record HangUpTrunk(CallEnd End) : CallEffect;

/// <summary>Play to the caller, in place of what is playing, and before any audio from the conference.</summary>
/// <param name="Playback">Number of this playback in this call.</param>
/// <param name="Prompts">What, in this order.</param>
/// <param name="Loop">Whether to begin anew at the end, until stopped.</param>
/// <param name="Interruptible">Whether a key cuts it off at once.</param>
internal sealed record Play(int Playback, IReadOnlyList<Prompt> Prompts, bool Loop, bool Interruptible) : CallEffect;

/// <summary>Stop what is playing to the caller.</summary>
internal sealed record StopPlaying : CallEffect;

/// <summary>Ask where a PIN leads. Answer: <see cref="PinFound"/>, <see cref="PinNotFound"/> or <see cref="QuestionFailed"/>.</summary>
internal sealed record LookUpPin(int Question, Pin Pin) : CallEffect;

/// <summary>Report each <see cref="MeetingChanged"/> of a meeting.</summary>
internal sealed record WatchMeeting(string MeetingId) : CallEffect;

/// <summary>Report no changes any more.</summary>
internal sealed record StopWatching : CallEffect;

/// <summary>Have the directory ask all servers now. Answer: <see cref="DirectoryAnswered"/> or <see cref="QuestionFailed"/>.</summary>
/// <param name="Question">Number of this question in this call.</param>
/// <param name="Lost">The meeting to find, as the caller was in it.</param>
internal sealed record RefreshDirectory(int Question, RunningMeeting Lost) : CallEffect;

/// <summary>Ask for a place in a meeting that takes only so many callers. Answer: <see cref="PlaceTaken"/>, after <see cref="MeetingFull"/> or at once.</summary>
/// <param name="Question">Number of this question in this call; an earlier one is given up.</param>
/// <param name="MeetingId">The meeting, of which the call is from now on, whatever it does, until its end.</param>
/// <param name="Limit">How many callers it takes.</param>
internal sealed record TakePlace(int Question, string MeetingId, int Limit) : CallEffect;

/// <summary>Send an INVITE to a meeting's conference.</summary>
/// <param name="Leg">Number of this leg in this call.</param>
/// <param name="Meeting">Where to.</param>
/// <param name="Codec">The one codec that is offered.</param>
internal sealed record DialConference(int Leg, RunningMeeting Meeting, AudioCodec Codec) : CallEffect;

/// <summary>End a conference leg: CANCEL before its answer, BYE after it.</summary>
internal sealed record EndConferenceLeg(int Leg) : CallEffect;

/// <summary>Relay audio between the caller and the conference. A playback that is not stopped goes on in the caller's ear.</summary>
internal sealed record JoinMedia(int Leg) : CallEffect;

/// <summary>Relay no more.</summary>
internal sealed record PartMedia : CallEffect;

/// <summary>Keep the caller's voice from the conference, or let it through again; whatever legs come and go.</summary>
internal sealed record MuteCaller(bool IsMuted) : CallEffect;

/// <summary>Begin or end to hear keys as tones in the caller's audio.</summary>
internal sealed record ListenForTones(bool IsOn) : CallEffect;

/// <summary>Begin or end to hear whether a fax machine calls. Answer: <see cref="FaxHeard"/>.</summary>
internal sealed record ListenForFax(bool IsOn) : CallEffect;

/// <summary>Hear every key in every way from now on, for the tone check.</summary>
internal sealed record BeginToneCheck : CallEffect;

/// <summary>Tell that a key was heard, and play the tones of another one to the caller.</summary>
internal sealed record AnswerKey(TelephoneKey Heard, TelephoneKey Answer) : CallEffect;

/// <summary>Send a key to the conference, the way its answer allows.</summary>
internal sealed record SendDigitToConference(int Leg, TelephoneKey Key) : CallEffect;

/// <summary>Start a timer; if it runs, it starts anew.</summary>
/// <param name="Timer">Which one.</param>
/// <param name="Due">After which time it fires.</param>
/// <param name="Generation">To be repeated in <see cref="TimerFired"/>.</param>
internal sealed record SetTimer(CallTimer Timer, TimeSpan Due, int Generation) : CallEffect;

/// <summary>Stop a timer.</summary>
internal sealed record CancelTimer(CallTimer Timer) : CallEffect;

/// <summary>The call is over: write its log line and its record. The last effect of a call.</summary>
internal sealed record RecordEnd(CallEnd End) : CallEffect;
