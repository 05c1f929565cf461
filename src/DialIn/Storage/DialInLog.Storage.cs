using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about its database: event ids 4xxx.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(4001, LogLevel.Debug, "{Deleted} call records were old enough to be deleted")]
    public static partial void CallRecordsDeleted(ILogger logger, int deleted);

    [LoggerMessage(4002, LogLevel.Warning, "Old call records could not be deleted; the next try is in an hour")]
    public static partial void CallRecordsNotDeleted(ILogger logger, Exception fault);

    [LoggerMessage(4003, LogLevel.Information, "{Copy} was deleted: it is as old as call records may become")]
    public static partial void DatabaseCopyDeleted(ILogger logger, string copy);

    [LoggerMessage(4004, LogLevel.Warning, "{Copy} holds call records that are too old, and could not be deleted")]
    public static partial void DatabaseCopyNotDeleted(ILogger logger, string copy, Exception fault);

    [LoggerMessage(4005, LogLevel.Information, "The database was upgraded by {Migrations} migrations; its state before that is kept for a while in {Copy}")]
    public static partial void DatabaseUpgraded(ILogger logger, int migrations, string copy);

    [LoggerMessage(4020, LogLevel.Debug, "{Deleted} names of callers were old enough to be deleted")]
    public static partial void CallerNamesDeleted(ILogger logger, int deleted);

    [LoggerMessage(4021, LogLevel.Warning, "Old names of callers could not be deleted; the next try is in an hour")]
    public static partial void CallerNamesNotDeleted(ILogger logger, Exception fault);
}
