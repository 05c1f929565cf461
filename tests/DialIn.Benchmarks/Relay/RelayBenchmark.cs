using DialIn.Benchmarks.Load;

namespace DialIn.Benchmarks.Relay;

/// <summary>Relays side by side on one machine under one load. Rounds alternate, so that a machine that changes changes for all.</summary>
internal sealed class RelayBenchmark(RelayOptions options)
{
    // Enough packets, and time after them, for the runtime to compile the packet path for good; the first reports go out after five seconds.
    private const int WarmUpCalls = 10;
    private const int WarmUpSeconds = 6;

    // A relay whose core is taken away for a hundred milliseconds is late through no fault of its own.
    private const double MostStolen = 0.01;
    private const int Attempts = 6;

    /// <summary>Several runs as one: sums of what is counted, medians of what is not.</summary>
    public static List<Measurement> Together(IEnumerable<Measurement> all) => [.. all.GroupBy(static one => (one.Calls, one.System)).Select(static runs => Measurement.Together([.. runs]))];

    public async Task<List<Measurement>> RunAsync()
    {
        var all = new List<Measurement>();
        var alive = options.Systems.ToList();
        foreach (var calls in options.CallCounts())
        {
            var here = new List<Measurement>();
            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var system in alive)
                {
                    here.Add(await UndisturbedAsync(system, calls));
                }
            }

            all.AddRange(here);
            if (options.Calls.Count > 0)
            {
                continue;
            }

            alive.RemoveAll(system => here.Where(one => one.System == system).All(static one => one.IsOverrun));
            if (alive.All(static system => system == RelayOptions.Direct))
            {
                break;
            }
        }

        return all;
    }

    /// <summary>A measurement in which the host left this machine its time; after so many tries the least disturbed.</summary>
    private async Task<Measurement> UndisturbedAsync(string system, int calls)
    {
        Measurement? best = null;
        for (var attempt = 0; attempt < Attempts && best is not { Stolen: <= MostStolen }; attempt++)
        {
            var one = await MeasureAsync(system, calls);
            Console.WriteLine(one);
            best = best is null || one.Stolen < best.Stolen ? one : best;
        }

        return best!;
    }

    private async Task<Measurement> MeasureAsync(string system, int calls)
    {
        using var load = new LoadProcess();
        var loadPorts = await load.OpenAsync(calls);
        await using var relay = options.Start(system);
        var before = relay is null ? 0 : await SettledAsync(relay);
        var targets = relay is null ? [.. loadPorts.Chunk(2).SelectMany(static call => call.Reverse())] : await relay.OpenAsync(loadPorts);
        int[] ports = [.. targets, .. loadPorts];
        var (cpu, resident, drops) = (TimeSpan.Zero, 0L, KernelDrops.Sum(ports));
        RuntimeCounts? counts = null;
        MachineTime? start = null;
        var stolen = 0.0;
        var result = await load.RunAsync(targets, options.WarmUp, options.Seconds, BeginAsync, EndAsync);
        return new Measurement(system, calls, cpu, result, resident, KernelDrops.Sum(ports) - drops, counts, stolen);

        async Task BeginAsync()
        {
            start = MachineTime.Now();
            if (relay is not null)
            {
                counts = await relay.CountAsync();
                cpu = ProcessCost.Cpu(relay.ProcessId);
            }
        }

        async Task EndAsync()
        {
            stolen = start!.Value.StolenSince();
            if (relay is not null)
            {
                cpu = ProcessCost.Cpu(relay.ProcessId) - cpu;
                resident = ProcessCost.ResidentKiB(relay.ProcessId) - before;
                counts = await relay.CountAsync() is { } after && counts is { } first ? after - first : null;
            }
        }
    }

    private static async Task<long> SettledAsync(IRelay relay)
    {
        if (!relay.WarmsUp)
        {
            return ProcessCost.ResidentKiB(relay.ProcessId);
        }

        using var load = new LoadProcess();
        var ports = await load.OpenAsync(WarmUpCalls);
        await load.RunAsync(await relay.OpenAsync(ports), 0, WarmUpSeconds, static () => Task.CompletedTask, static () => Task.CompletedTask);

        // A call left open would say in the measured seconds that its caller has fallen silent.
        await relay.EndCallsAsync();
        return ProcessCost.ResidentKiB(relay.ProcessId);
    }
}
