using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about the pool of PINs and about guessing: event ids 33xx. Never a PIN, never who guessed.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(3301, LogLevel.Debug, "{Ended} reservations have come to their end, {Forgotten} PINs have rested and are forgotten")]
    public static partial void PoolKept(ILogger logger, int ended, int forgotten);

    [LoggerMessage(3302, LogLevel.Warning, "The pool of PINs could not be looked after; it is tried every minute. Said once until it works again")]
    public static partial void PoolNotKept(ILogger logger, Exception fault);

    [LoggerMessage(3303, LogLevel.Information, "{Added} new PINs were made, since only {Free} were free")]
    public static partial void PoolFilled(ILogger logger, int added, int free);

    [LoggerMessage(3304, LogLevel.Error, "The pool of PINs could not be filled up: {Fault}")]
    public static partial void PoolNotFilled(ILogger logger, string fault);

    [LoggerMessage(3305, LogLevel.Warning, "Only {Free} PINs are free, fewer than Pins:LowWater = {LowWater}: dialin pins generate, or Pins:RefillTo")]
    public static partial void PoolLow(ILogger logger, int free, int lowWater);
}
