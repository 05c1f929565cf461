using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about the console and the alarms: event ids 60xx.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(6001, LogLevel.Error, "What the console shows could not be put together; it is tried every second. Said once until it works again")]
    public static partial void ConsoleStateFailed(ILogger logger, Exception fault);

    [LoggerMessage(6002, LogLevel.Error, "{Source} could not say what is wrong; what it said last stays, and the other alarms are looked for. Said once until it works again")]
    public static partial void AlarmSourceFailed(ILogger logger, Exception fault, string source);
}
