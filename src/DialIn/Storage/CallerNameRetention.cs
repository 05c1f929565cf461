using DialIn.Calls;
using DialIn.Pins;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Storage;

/// <summary>Deletes callers' names that no front end has given again for long: at the start and every hour.</summary>
internal sealed class CallerNameRetention(
    ICallerNameStore names, CallerNamesOptions options, TimeProvider timeProvider, ILogger<CallerNameRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, timeProvider);
        do
        {
            try
            {
                DialInLog.CallerNamesDeleted(logger, await names.DeleteGivenBeforeAsync(timeProvider.GetUtcNow() - options.Keep, stoppingToken));
            }
            catch (StoreUnavailableException fault)
            {
                DialInLog.CallerNamesNotDeleted(logger, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
