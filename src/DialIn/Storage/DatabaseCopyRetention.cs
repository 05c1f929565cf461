using Microsoft.Extensions.Logging;

namespace DialIn.Storage;

/// <summary>
/// Deletes the copies that were laid beside the database when they are as old as a call record may become: they hold such records.
/// At the start and every hour.
/// </summary>
internal sealed class DatabaseCopyRetention(
    SqliteDatabase database, StorageOptions options, TimeProvider timeProvider, ILogger<DatabaseCopyRetention> logger) : Retention(EveryHour, timeProvider)
{
    /// <inheritdoc/>
    protected override Task DeleteOldAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var oldest = (now - options.KeepCallRecords).UtcDateTime;
        foreach (var copy in DatabaseCopies.Beside(database.FilePath))
        {
            try
            {
                if (File.GetLastWriteTimeUtc(copy) < oldest)
                {
                    File.Delete(copy);
                    DialInLog.DatabaseCopyDeleted(logger, copy);
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                DialInLog.DatabaseCopyNotDeleted(logger, copy, fault);
            }
        }

        return Task.CompletedTask;
    }
}
