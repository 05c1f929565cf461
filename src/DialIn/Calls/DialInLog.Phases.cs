using DialIn.Calls;
using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>Where a call is, at Debug, and why it does not get on.</summary>
internal static partial class DialInLog
{
    /// <summary>Id of <see cref="PhaseEntered"/>, by which the demo knows it.</summary>
    public const int PhaseEnteredId = 3010;

    [LoggerMessage(3007, LogLevel.Warning, "Call {CallId}: there is no RTP port for the leg to the conference; Media:PortRange is too small")]
    public static partial void NoPortsForConference(ILogger logger, string callId, Exception fault);

    [LoggerMessage(3011, LogLevel.Information, "Call {CallId}: {Server} did not take the call: status {Status}, cause {Cause}")]
    public static partial void ConferenceRefused(ILogger logger, string callId, string? server, int status, ReleaseCause? cause);

    [LoggerMessage(3012, LogLevel.Information, "Call {CallId}: {Server} did not answer the call")]
    public static partial void ConferenceDidNotAnswer(ILogger logger, string callId, string? server);

    [LoggerMessage(3013, LogLevel.Information, "Call {CallId}: audio is transcoded between {Codec} of the trunk and {ConferenceCodec} of {Server}; neither side took the other's codec")]
    public static partial void Transcoded(ILogger logger, string callId, string codec, string conferenceCodec, string server);

    [LoggerMessage(PhaseEnteredId, LogLevel.Debug, "Call {CallId}: {Phase}")]
    public static partial void PhaseEntered(ILogger logger, string callId, string phase);
}
