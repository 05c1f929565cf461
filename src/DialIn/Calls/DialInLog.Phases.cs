using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>Where a call is, at Debug.</summary>
internal static partial class DialInLog
{
    /// <summary>Id of <see cref="PhaseEntered"/>, by which the demo knows it.</summary>
    public const int PhaseEnteredId = 3010;

    [LoggerMessage(3007, LogLevel.Warning, "Call {CallId}: there is no RTP port for the leg to the conference; Media:PortRange is too small")]
    public static partial void NoPortsForConference(ILogger logger, string callId, Exception fault);

    [LoggerMessage(PhaseEnteredId, LogLevel.Debug, "Call {CallId}: {Phase}")]
    public static partial void PhaseEntered(ILogger logger, string callId, string phase);
}
