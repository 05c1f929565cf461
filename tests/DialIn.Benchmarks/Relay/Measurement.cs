using DialIn.Benchmarks.Load;

namespace DialIn.Benchmarks.Relay;

/// <summary>What one run of one relay at one number of calls showed.</summary>
/// <param name="System">The relay's name.</param>
/// <param name="Calls">Calls up.</param>
/// <param name="Cpu">CPU of its process in the measured seconds.</param>
/// <param name="Load">What arrived.</param>
/// <param name="ResidentKiB">Memory that the calls added, packets flowing.</param>
/// <param name="KernelDrops">Datagrams that the kernel dropped because a socket's buffer was full, at either side.</param>
/// <param name="Runtime">What the runtime counted in the measured seconds.</param>
/// <param name="Stolen">The share of the machine's time that other machines on the same host had meanwhile.</param>
internal sealed record Measurement(string System, int Calls, TimeSpan Cpu, LoadResult Load, long ResidentKiB, long KernelDrops, RuntimeCounts? Runtime, double Stolen)
{
    public double MicrosecondsPerPacket => Cpu.TotalMicroseconds / Load.Received;

    /// <summary>Whether too much was lost or late for the other figures to mean anything.</summary>
    public bool IsOverrun => Load.Failed > RelayOptions.MostFailed;

    /// <summary>Several runs as one: what is counted is added up; of delays and memory the median run's is taken.</summary>
    public static Measurement Together(IReadOnlyList<Measurement> runs) => runs[0] with
    {
        Cpu = TimeSpan.FromTicks(runs.Sum(static run => run.Cpu.Ticks)),
        Load = LoadResult.Together([.. runs.Select(static run => run.Load)]),
        ResidentKiB = Median(runs.Select(static run => run.ResidentKiB)),
        KernelDrops = runs.Sum(static run => run.KernelDrops),
        Stolen = runs.Max(static run => run.Stolen),
        Runtime = runs[0].Runtime is null ? null : runs.Select(static run => run.Runtime!).Aggregate(static (a, b) => a + b),
    };

    public override string ToString() =>
        $"{Calls,5} {System,-10} {MicrosecondsPerPacket,6:F2} us/packet  lost {Load.Lost} (kernel {KernelDrops}) late {Load.Late}  p50 {Load.P50} p99 {Load.P99} p99.9 {Load.P999} us, driver {Load.OwnLateness} us  {ResidentKiB} KiB  stolen {Stolen:P2}  {Runtime}";

    private static long Median(IEnumerable<long> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
