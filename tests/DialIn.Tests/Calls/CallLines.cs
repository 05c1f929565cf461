using DialIn.Calls;
using DialIn.Ivr;

namespace DialIn.Tests.Calls;

/// <summary>Effects as short lines, so that a conversation reads as a table. Numbers that only tell things apart are left out.</summary>
internal static class CallLines
{
    public static string[] Of(IReadOnlyList<CallEffect> effects) => [.. effects.Select(Of)];

    private static string Of(CallEffect effect) => effect switch
    {
        RingTrunk => "ring",
        AnswerTrunk => "answer",
        RejectTrunk reject => $"reject {reject.End.RefusalStatus}" + (reject.End.RetryAfter is { } after ? $" after {after.TotalSeconds}" : ""),
        AnswerTrunkOffer => "answer offer",
        OfferTrunkCodec offer => $"ask trunk for {offer.Codec}",
        ChangeConferenceCodec change => $"ask conference for {change.Codec}",
        HangUpTrunk => "hang up",
        Play play => Words(play),
        StopPlaying => "hush",
        LookUpPin lookUp => $"look up {lookUp.Pin.Reveal()}",
        WatchMeeting watch => $"watch {watch.MeetingId}",
        StopWatching => "stop watching",
        RefreshDirectory refresh => $"ask for {refresh.Lost.MeetingId}, lost on {refresh.Lost.ServerName}",
        TakePlace place => $"ask for a place of {place.Limit} in {place.MeetingId}",
        DialConference dial => $"dial {dial.Meeting.VoiceBridge}@{dial.Meeting.ServerName}" + (dial.Codec == CallScript.Codec ? "" : $" in {dial.Codec}"),
        EndConferenceLeg => "end conference",
        JoinMedia => "join",
        PartMedia => "part",
        MuteCaller mute => mute.IsMuted ? "mute" : "unmute",
        ListenForTones listen => listen.IsOn ? "hear tones" : "hear no tones",
        ListenForFax listen => listen.IsOn ? "hear fax" : "hear no fax",
        SendDigitToConference digit => $"send {digit.Key.Reveal()}",
        BeginToneCheck => "hear every key",
        AnswerKey answer => $"heard {answer.Heard.Reveal()}, say {answer.Answer.Reveal()}",
        SetTimer timer => $"set {timer.Timer} {timer.Due.TotalSeconds}",
        CancelTimer timer => $"cancel {timer.Timer}",
        RecordEnd record => $"record {record.End.Result} {record.End.Reason}",
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, "an effect without a line"),
    };

    private static string Words(Play play)
    {
        var verb = play.Interruptible ? "ask" : play.Loop ? "loop" : "say";
        var prompts = play.Prompts.Select(p => p.Id == PromptId.HoldTone ? "tone" : $"{p.Language}:{p.Id}");
        return $"{verb} {string.Join(' ', prompts)}";
    }
}
