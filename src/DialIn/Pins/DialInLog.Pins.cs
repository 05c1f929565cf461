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

    /// <summary>The budget was used up, or is not any more.</summary>
    public static void BudgetChanged(ILogger logger, bool isBeyond, int limit)
    {
        if (isBeyond)
        {
            BudgetUsedUp(logger, limit);
        }
        else
        {
            BudgetLeft(logger, limit);
        }
    }

    /// <summary>A trunk's limit was reached, or is not any more.</summary>
    public static void TrunkLimitChanged(ILogger logger, string trunk, bool isBeyond, int limit)
    {
        if (isBeyond)
        {
            TrunkLimitReached(logger, trunk, limit);
        }
        else
        {
            TrunkLimitLeft(logger, trunk, limit);
        }
    }

    [LoggerMessage(3306, LogLevel.Information, "Room {MeetingId} has got a PIN, by token {TokenId} of the HTTP interface")]
    public static partial void RoomReserved(ILogger logger, string meetingId, string? tokenId);

    [LoggerMessage(3307, LogLevel.Information, "Room {MeetingId} has lost its PIN, by token {TokenId} of the HTTP interface")]
    public static partial void RoomReleased(ILogger logger, string meetingId, string? tokenId);

    [LoggerMessage(3310, LogLevel.Warning, "Somebody may be guessing PINs: {Limit} wrong ones in the last hour (Pins:MaxWrongPerHour). Every caller has one try now and waits for its answer, and only rooms that run are opened")]
    private static partial void BudgetUsedUp(ILogger logger, int limit);

    [LoggerMessage(3311, LogLevel.Information, "Fewer than {Limit} wrong PINs in the last hour: callers have all their tries again")]
    private static partial void BudgetLeft(ILogger logger, int limit);

    [LoggerMessage(3312, LogLevel.Warning, "Trunk {Trunk}: {Limit} wrong PINs in the last hour (Pins:MaxWrongPerTrunk). Its callers have one try each now, and only rooms that run are opened to them")]
    private static partial void TrunkLimitReached(ILogger logger, string trunk, int limit);

    [LoggerMessage(3313, LogLevel.Information, "Trunk {Trunk}: fewer than {Limit} wrong PINs in the last hour, its callers have all their tries again")]
    private static partial void TrunkLimitLeft(ILogger logger, string trunk, int limit);

    [LoggerMessage(3314, LogLevel.Warning, "Wrong PINs could not be counted in the database; the limits go on with what this process knows. Said once until it works again")]
    public static partial void FailuresNotShared(ILogger logger, Exception fault);
}
