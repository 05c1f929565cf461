using DialIn.Sip.Transports;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip;

/// <summary>The log messages of transactions and user agents: event ids 1200 to 1399. What the network causes is Debug at most.</summary>
internal static partial class SipLog
{
    [LoggerMessage(1200, LogLevel.Error, "A piece of work in the SIP stack failed")]
    public static partial void WorkFailed(ILogger logger, Exception exception);

    [LoggerMessage(1201, LogLevel.Debug, "Sending to {Remote} failed")]
    public static partial void SendFailed(ILogger logger, SipEndPoint remote, Exception exception);

    [LoggerMessage(1202, LogLevel.Debug, "Host {Host} could not be resolved")]
    public static partial void ResolveFailed(ILogger logger, string host, Exception? exception);

    [LoggerMessage(1203, LogLevel.Error, "A SIP message could not be noted for ladders and traces, {Count} times so far; SIP itself goes on. Said at 1, 10, 100 and so on")]
    public static partial void TapFailed(ILogger logger, long count, Exception exception);
}
