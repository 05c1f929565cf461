using DialIn.Announcements;
using DialIn.Calls;
using DialIn.Pins;
using Microsoft.Extensions.Logging;

namespace DialIn.Storage;

/// <summary>Deletes call records, and what was announced, that are older than they may become: at the start and every hour.</summary>
internal sealed class CallRecordRetention(
    ICallRecordStore records, IAnnouncementStore announcements, StorageOptions options, TimeProvider timeProvider, ILogger<CallRecordRetention> logger)
    : Retention(EveryHour, timeProvider)
{
    /// <inheritdoc/>
    protected override async Task DeleteOldAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        DialInLog.CallRecordsDeleted(logger, await records.DeleteEndedBeforeAsync(now - options.KeepCallRecords, cancellationToken));
        await announcements.DeleteBeforeAsync(now - options.KeepCallRecords, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void NotDeleted(StoreUnavailableException fault) => DialInLog.CallRecordsNotDeleted(logger, fault);
}
