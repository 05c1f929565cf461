using DialIn.Announcements;
using DialIn.Calls;
using DialIn.Pins;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Storage;

/// <summary>Deletes call records, and what was announced, that are older than they may become: at the start and every hour.</summary>
internal sealed class CallRecordRetention(
    ICallRecordStore records, IAnnouncementStore announcements, StorageOptions options, TimeProvider timeProvider, ILogger<CallRecordRetention> logger) : BackgroundService
{
    // An hour: against three days it is nothing, and the shortest retention that can be set is one hour.
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, timeProvider);
        do
        {
            await DeleteOldAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task DeleteOldAsync(CancellationToken cancellationToken)
    {
        try
        {
            var deleted = await records.DeleteEndedBeforeAsync(timeProvider.GetUtcNow() - options.KeepCallRecords, cancellationToken);
            DialInLog.CallRecordsDeleted(logger, deleted);
            await announcements.DeleteBeforeAsync(timeProvider.GetUtcNow() - options.KeepCallRecords, cancellationToken);
        }
        catch (StoreUnavailableException fault)
        {
            // The next hour tries again; calls go on meanwhile.
            DialInLog.CallRecordsNotDeleted(logger, fault);
        }
    }
}
