using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Pins;

/// <summary>
/// Keeps the pool in order while the service runs, at the start and every minute: reservations whose time is over end, PINs that
/// have rested are forgotten, and a pool that runs low is filled up. Several services may do so on one database.
/// </summary>
internal sealed class PoolKeeper(
    IPinStore store, IPinPool pool, PinGenerator generator, PinsOptions options, PinMeters meters, TimeProvider time, ILogger<PoolKeeper> logger)
    : BackgroundService
{
    // A minute: a reservation ends by its own time, whenever this looks; the low-water mark is set for what a minute takes.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private bool _isLow;
    private bool _hasFailed;

    /// <summary>One round. Never throws but when cancelled.</summary>
    internal async Task KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var ended = await pool.EndReservationsAsync(cancellationToken);
            var forgotten = await pool.ForgetRestedAsync(cancellationToken);
            DialInLog.PoolKept(logger, ended, forgotten);
            await FillAsync(cancellationToken);
            _hasFailed = false;
            meters.NoteStore(isLost: false);
        }
        catch (StoreUnavailableException fault)
        {
            if (!_hasFailed)
            {
                DialInLog.PoolNotKept(logger, fault);
            }

            _hasFailed = true;
            meters.NoteStore(isLost: true);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await KeepAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var counts = await store.CountAsync(cancellationToken);
        if (counts.Free < options.LowWater && options.RefillTo > counts.Free)
        {
            try
            {
                var added = options.RefillTo - counts.Free;
                await generator.GenerateAsync(store, added, cancellationToken);
                DialInLog.PoolFilled(logger, added, counts.Free);
            }
            catch (PinSpaceExhaustedException fault)
            {
                // Said below, each time anew only if it was well in between.
                DialInLog.PoolNotFilled(logger, fault.Message);
            }

            counts = await store.CountAsync(cancellationToken);
        }

        meters.Note(counts, options.LowWater);
        var isLow = counts.Free < options.LowWater;
        if (isLow && !_isLow)
        {
            DialInLog.PoolLow(logger, counts.Free, options.LowWater);
        }

        _isLow = isLow;
    }
}
