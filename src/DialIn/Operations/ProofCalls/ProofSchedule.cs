using DialIn.Pins;
using DialIn.Trunks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Operations.ProofCalls;

/// <summary>Places the proof calls of each trunk that wants them, again and again, and remembers those of before the start.</summary>
internal sealed class ProofSchedule(
    IReadOnlyList<TrunkOptions> trunks, IReadOnlyList<string> numbers, ProofDesk desk, ProofBook book, IProofCallStore store, TimeProvider time, ILogger<ProofSchedule> logger,
    CancellationToken stopping)
    : BackgroundService
{
    // Registrations and servers have been found by then.
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    // Until one of those that are placed by hand is over.
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    /// <summary>What a trunk's proof call is.</summary>
    public static ProofPlan PlanOf(TrunkOptions trunk, IReadOnlyList<string> numbers) => new(trunk, trunk.ProofCalls.Number ?? numbers[0], trunk.ProofCalls.Loop, Pin: null);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var verdict in (await store.ListAsync(ProofBook.Most, stoppingToken)).Reverse())
            {
                book.Add(verdict);
            }
        }
        catch (StoreUnavailableException fault)
        {
            DialInLog.ProofNotKept(logger, fault);
        }

        // The program ends as soon as it drains, which may take half an hour before services are stopped.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, stopping);
        await Task.WhenAll(trunks.Where(static trunk => trunk.ProofCalls.Every is not null).Select(trunk => RunAsync(trunk, ends.Token)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync(TrunkOptions trunk, CancellationToken stoppingToken)
    {
        var every = trunk.ProofCalls.Every!.Value;
        for (var pause = First; ; pause = every)
        {
            await Task.Delay(pause, time, stoppingToken);
            try
            {
                while (await desk.PlaceAsync(PlanOf(trunk, numbers), stoppingToken) is null)
                {
                    await Task.Delay(Again, time, stoppingToken);
                }
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // A fault of ours in one proof call: the next one is placed all the same.
                DialInLog.ProofBroken(logger, trunk.Name, fault);
            }
        }
    }
}
