using DialIn.Pins;
using Microsoft.Extensions.Hosting;

namespace DialIn;

/// <summary>Deletes what is older than it may become: at the start, and then again and again.</summary>
/// <param name="interval">The pause between two looks.</param>
/// <param name="time">The clock.</param>
internal abstract class Retention(TimeSpan interval, TimeProvider time) : BackgroundService
{
    /// <summary>The usual pause: against three days it is nothing, and the shortest retention that can be set is one hour.</summary>
    protected static readonly TimeSpan EveryHour = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                await DeleteOldAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (StoreUnavailableException fault)
            {
                // The next look tries again; calls go on meanwhile.
                NotDeleted(fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Deletes what is too old now.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer.</exception>
    protected abstract Task DeleteOldAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Says that the database did not answer.</summary>
    protected virtual void NotDeleted(StoreUnavailableException fault)
    {
    }
}
