using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about the console: event ids 60xx.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(6001, LogLevel.Error, "What the console shows could not be put together; it is tried every second. Said once until it works again")]
    public static partial void ConsoleStateFailed(ILogger logger, Exception fault);
}
