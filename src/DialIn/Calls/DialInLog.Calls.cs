using DialIn.Calls;
using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about calls: event ids 3xxx. A caller's number comes as the type that masks itself.</summary>
internal static partial class DialInLog
{
    private const string None = "none";

    /// <summary>The one line of each call, written when it is over.</summary>
    public static void CallEnded(
        ILogger logger,
        string callId,
        CallerNumber caller,
        string calledNumber,
        string trunk,
        TimeSpan duration,
        CallResult result,
        CallEndReason reason,
        string? server,
        string? meetingId,
        string? codec,
        int? sipStatus,
        ReleaseCause? trunkCause,
        ReleaseCause? conferenceCause,
        string? trunkEncryption,
        string? conferenceEncryption,
        double? trunkMos,
        double? conferenceMos) => CallEnded(
        logger, callId, caller, calledNumber, trunk, duration, result, reason, server ?? None, meetingId ?? None, codec ?? None, sipStatus,
        trunkCause?.ToString() ?? None, conferenceCause?.ToString() ?? None, trunkEncryption ?? None, conferenceEncryption ?? None,
        trunkMos is { } ofTrunk ? ofTrunk : None, conferenceMos is { } ofConference ? ofConference : None);

    [LoggerMessage(3001, LogLevel.Information, "Call {CallId} from {Caller} to {CalledNumber} through {Trunk} ended after {Duration}: {Result}, {Reason} (server {Server}, meeting {MeetingId}, codec {Codec}, status {SipStatus}, cause of trunk {TrunkCause}, of conference {ConferenceCause}, encryption of trunk {TrunkEncryption}, of conference {ConferenceEncryption}, MOS of trunk {TrunkMos}, of conference {ConferenceMos})")]
    private static partial void CallEnded(
        ILogger logger,
        string callId,
        CallerNumber caller,
        string calledNumber,
        string trunk,
        TimeSpan duration,
        CallResult result,
        CallEndReason reason,
        string server,
        string meetingId,
        string codec,
        int? sipStatus,
        string trunkCause,
        string conferenceCause,
        string trunkEncryption,
        string conferenceEncryption,
        object trunkMos,
        object conferenceMos);

    [LoggerMessage(3002, LogLevel.Error, "Call {CallId}: an effect could not be carried out, the call is being ended")]
    public static partial void CallFaulted(ILogger logger, string callId, Exception fault);

    [LoggerMessage(3003, LogLevel.Warning, "Call {CallId}: its record could not be written")]
    public static partial void RecordNotWritten(ILogger logger, string callId, Exception fault);

    [LoggerMessage(3004, LogLevel.Warning, "Call {CallId}: a question to the store or the directory failed")]
    public static partial void QuestionFailed(ILogger logger, string callId, Exception fault);

    [LoggerMessage(3005, LogLevel.Information, "No new calls are taken; {Count} are up and may go on for {Patience}")]
    public static partial void Draining(ILogger logger, int count, TimeSpan patience);

    [LoggerMessage(3006, LogLevel.Warning, "The time to drain is over; {Count} calls are being ended with a sentence")]
    public static partial void DrainTimeOver(ILogger logger, int count);

    [LoggerMessage(3008, LogLevel.Warning, "Call {CallId}: whether the front end has given a name for the caller could not be looked up; the usual one is shown")]
    public static partial void CallerNameUnknown(ILogger logger, string callId, Exception fault);

    [LoggerMessage(3020, LogLevel.Warning, "Call {CallId}: server {Server} refuses encrypted audio; it is called without, as its Srtp option allows")]
    public static partial void ConferenceWithoutEncryption(ILogger logger, string callId, string? server);

    [LoggerMessage(3021, LogLevel.Warning, "Call {CallId}: the audio of the {Side} was encrypted ({Before}) and is not any more; the other side asked for that, and the Srtp option allows it")]
    public static partial void EncryptionEnded(ILogger logger, string callId, string side, string before);
}
