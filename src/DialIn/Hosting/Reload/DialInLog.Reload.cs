using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about its configuration while it runs: event ids 362x.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(3620, LogLevel.Information, "The configuration has changed; it holds from now on: {Keys}")]
    public static partial void ConfigurationTaken(ILogger logger, string keys);

    [LoggerMessage(3621, LogLevel.Warning, "The configuration has changed and needs a restart: {Keys}")]
    public static partial void ConfigurationNeedsRestart(ILogger logger, string keys);

    [LoggerMessage(3622, LogLevel.Error, "The configuration has changed and has faults; the one before holds on. {Faults}")]
    public static partial void ConfigurationNotTaken(ILogger logger, string faults);

    [LoggerMessage(3623, LogLevel.Information, "The configuration was read again, and says what it said before")]
    public static partial void ConfigurationIsTheSame(ILogger logger);

    [LoggerMessage(3624, LogLevel.Error, "The configuration could not be taken, by an error in DialIn; calls go on")]
    public static partial void ConfigurationFailed(ILogger logger, Exception fault);
}
