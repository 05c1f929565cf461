using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Pins;

/// <summary>
/// Brings the wrong PINs of this node to the database once a second, and those of the others back. Before the first call it reads
/// what there was before a restart. Without a database each node goes by what it knows.
/// </summary>
internal sealed class FailureSync(FailureLedger ledger, IFailureStore store, TimeProvider time, ILogger<FailureSync> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool _hasFailed;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ExchangeAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await ExchangeAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // No more patience: the last second is not counted after the restart.
        }
    }

    /// <summary>One exchange. Never throws but when cancelled.</summary>
    internal async Task ExchangeAsync(CancellationToken cancellationToken)
    {
        try
        {
            ledger.Sent(await store.AddAsync(ledger.Send(), FailureWindow.FirstStep(time.GetUtcNow()), cancellationToken));
            _hasFailed = false;
        }
        catch (OperationCanceledException)
        {
            ledger.NotSent();
            throw;
        }
        catch (StoreUnavailableException fault)
        {
            ledger.NotSent();
            if (!_hasFailed)
            {
                DialInLog.FailuresNotShared(logger, fault);
            }

            _hasFailed = true;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ExchangeAsync(stoppingToken);
        }
    }
}
