using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about itself: event ids 70xx.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(7001, LogLevel.Error, "{Service} ended by an error in DialIn, and begins again in {Pause}; calls go on")]
    public static partial void ServiceFailed(ILogger logger, string service, TimeSpan pause, Exception fault);
}
