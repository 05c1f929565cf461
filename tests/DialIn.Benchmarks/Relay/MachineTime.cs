using System.Globalization;

namespace DialIn.Benchmarks.Relay;

/// <summary>The machine's processor time as the kernel counts it (<c>/proc/stat</c>), in ticks over all cores.</summary>
/// <param name="Stolen">What the host gave to other machines while this one had work.</param>
/// <param name="All">All of it, idle time included.</param>
internal readonly record struct MachineTime(long Stolen, long All)
{
    // user nice system idle iowait irq softirq steal; guests' time is in user and nice already.
    private const int Kinds = 8;

    public static MachineTime Now()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Take(Kinds).Select(static word => long.Parse(word, CultureInfo.InvariantCulture)).ToList();
        return new MachineTime(ticks[^1], ticks.Sum());
    }

    /// <summary>The share of the time since then that was stolen.</summary>
    public double StolenSince()
    {
        var now = Now();
        return (double)(now.Stolen - Stolen) / Math.Max(1, now.All - All);
    }
}
