using System.Globalization;
using DialIn.Benchmarks.Relay;

namespace DialIn.Benchmarks.Report;

/// <summary>The relays side by side, as a table of Markdown.</summary>
/// <param name="measured">A measurement for each number of calls and each relay.</param>
internal sealed class RelayTable(IReadOnlyList<Measurement> measured)
{
    private readonly Dictionary<(int Calls, string System), Measurement> _measured = measured.ToDictionary(static one => (one.Calls, one.System));

    public IEnumerable<string> Lines()
    {
        yield return "| calls | relay | CPU per packet, µs | of the floor's | of rtpengine's | lost, % | later than 20 ms, % | delay added p50, µs | p99 | p99.9 | memory per call, KiB | bytes allocated per packet | GC pauses, ms |";
        yield return "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";
        foreach (var one in measured.Where(static one => one.System != RelayOptions.Direct))
        {
            yield return Row(one);
        }
    }

    /// <summary>How this relay's CPU compares with another one's at the same number of calls; null when either was not measured or had failed.</summary>
    public double? Ratio(int calls, string system, string other) =>
        Find(calls, system) is { } one && Find(calls, other) is { } reference ? one.MicrosecondsPerPacket / reference.MicrosecondsPerPacket : null;

    /// <summary>What was measured; null when it was not, or the relay was overrun.</summary>
    public Measurement? Find(int calls, string system) => _measured.GetValueOrDefault((calls, system)) is { IsOverrun: false } one ? one : null;

    /// <summary>What a relay adds to a delay of the direct way.</summary>
    public int? Added(int calls, string system, Func<Load.LoadResult, int> delay) =>
        Find(calls, system) is { } one ? Math.Max(0, delay(one.Load) - (Find(calls, RelayOptions.Direct) is { } direct ? delay(direct.Load) : 0)) : null;

    private string Row(Measurement one)
    {
        string[] cells =
        [
            $"{one.Calls}",
            RelayOptions.Title(one.System),
            Number(one.IsOverrun ? null : one.MicrosecondsPerPacket, "F1"),
            Number(Ratio(one.Calls, one.System, RelayOptions.Floor), "F2"),
            Number(Ratio(one.Calls, one.System, RelayOptions.Rtpengine), "F2"),
            Number(100.0 * one.Load.Lost / one.Load.Sent, "F3"),
            Number(100.0 * one.Load.Late / one.Load.Sent, "F3"),
            Number(Added(one.Calls, one.System, static load => load.P50), "F0"),
            Number(Added(one.Calls, one.System, static load => load.P99), "F0"),
            Number(Added(one.Calls, one.System, static load => load.P999), "F0"),
            Number(one.IsOverrun ? null : (double)one.ResidentKiB / one.Calls, "F1"),
            Number(one.IsOverrun ? null : (double?)one.Runtime?.LoopBytes / one.Load.Received, "F3"),
            Number(one.IsOverrun ? null : one.Runtime?.Pause.TotalMilliseconds, "F1"),
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
