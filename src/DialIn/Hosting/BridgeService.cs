using DialIn.Calls;
using DialIn.Sip.UserAgents;
using DialIn.Trunks;
using Microsoft.Extensions.Hosting;

namespace DialIn.Hosting;

/// <summary>
/// Opens the door when everything else works, and closes it first. Stopping drains: calls get a 503 and go elsewhere, running
/// ones may end by themselves, while probes, polling and the database still work.
/// </summary>
internal sealed class BridgeService(SipStack stack, TrunkGate gate, LiveCalls calls, TrunkRegistrations trunks, CallsOptions options) : IHostedLifecycleService
{
    private bool _isOpen;

    // A registrar that does not answer must not keep the program.
    private static readonly TimeSpan UnregisterWithin = TimeSpan.FromSeconds(5);

    // Ending the last calls with a sentence takes as long as the sentence.
    private static readonly TimeSpan GoodbyeWithin = TimeSpan.FromMinutes(1);

    /// <summary>The longest that stopping may take.</summary>
    public static TimeSpan StopWithin(CallsOptions options) => options.DrainTimeout + GoodbyeWithin + UnregisterWithin;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        gate.Calls = calls;
        await stack.StartAsync(cancellationToken);
        trunks.Start(stack);
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _isOpen = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (!_isOpen)
        {
            // The start has failed: nobody came in yet.
            return;
        }

        try
        {
            await calls.DrainAsync(options.DrainTimeout, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // No more patience: stopping hangs up what is left.
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await calls.AbortAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(UnregisterWithin);
        try
        {
            await trunks.StopAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The binding runs out by itself.
        }
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
