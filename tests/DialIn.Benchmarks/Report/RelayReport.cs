using System.Globalization;
using DialIn.Benchmarks.Relay;

namespace DialIn.Benchmarks.Report;

/// <summary>What a run of the relay benchmark says, for the document.</summary>
internal static class RelayReport
{
    private const int TargetCalls = 200;
    private const int DelayCalls = 500;
    private const double TargetRatio = 1.25;
    private const int TargetDelay = 1000;
    private const double TargetMemory = 0.02 * 1024;

    public static void Write(string folder, RelayOptions options, IReadOnlyList<Measurement> measured, string machine)
    {
        PerformanceDocument.Write(folder, "relay", [.. Lines(options, measured, machine)]);
        Plots.Cpu(measured, Path.Combine(folder, "performance-cpu.png"));
        Plots.Delay(measured, Path.Combine(folder, "performance-delay.png"));
    }

    public static IEnumerable<string> Lines(RelayOptions options, IReadOnlyList<Measurement> measured, string machine)
    {
        var table = new RelayTable(measured);
        yield return "";
        yield return string.Create(CultureInfo.InvariantCulture, $"{machine}. Each row: {options.Rounds} rounds of {options.Seconds} seconds, {options.Threads} thread(s) for each relay. The host gave other machines at most {measured.Max(static one => one.Stolen):P1} of the time of a round; rounds with more were measured again.");
        yield return "";
        foreach (var line in table.Lines())
        {
            yield return line;
        }

        yield return "";
        yield return "| target | measured | |";
        yield return "| --- | --- | --- |";
        foreach (var line in Targets(table, measured))
        {
            yield return line;
        }

        yield return "";
        yield return "![CPU per relayed packet](performance-cpu.png)";
        yield return "";
        yield return "![Delay through the relay](performance-delay.png)";
    }

    private static IEnumerable<string> Targets(RelayTable table, IReadOnlyList<Measurement> measured)
    {
        if (table.Ratio(TargetCalls, RelayOptions.DialIn, RelayOptions.Floor) is { } ratio)
        {
            yield return Row($"CPU per relayed packet at {TargetCalls} calls at most {TargetRatio} of the floor's", $"{ratio:F2}", ratio <= TargetRatio);
        }

        if (table.Find(DelayCalls, RelayOptions.DialIn) is { } ours && table.Find(DelayCalls, RelayOptions.Floor) is { } floor)
        {
            var more = ours.Load.P99 - floor.Load.P99;
            yield return Row($"delay p99 at {DelayCalls} calls at most {TargetDelay} µs above the floor's", $"{more} µs", more <= TargetDelay);
        }

        if (Slope(table, TargetCalls, 1000) is { } memory)
        {
            yield return Row($"memory per call at most {TargetMemory:F1} KiB (the slope from {TargetCalls} to 1000 calls)", $"{memory:F1} KiB", memory <= TargetMemory);
        }

        var counts = measured.Where(static one => one.System == RelayOptions.DialIn && !one.IsOverrun && one.Runtime is not null).ToList();
        if (counts.Count > 0)
        {
            var bytes = counts.Sum(static one => one.Runtime!.LoopBytes);
            var packets = counts.Sum(static one => one.Load.Received);
            yield return Row($"bytes allocated per relayed packet: 0", $"{bytes} bytes in {packets} packets", bytes * 1000 < packets);
            yield return Row($"garbage collections in the measured seconds: none", $"{counts.Sum(static one => one.Runtime!.Collections)}, pauses {counts.Sum(static one => one.Runtime!.Pause.TotalMilliseconds):F1} ms", counts.All(static one => one.Runtime!.Collections == 0));
        }
    }

    private static double? Slope(RelayTable table, int few, int many) =>
        table.Find(few, RelayOptions.DialIn) is { } low && table.Find(many, RelayOptions.DialIn) is { } high ? (double)(high.ResidentKiB - low.ResidentKiB) / (many - few) : null;

    private static string Row(FormattableString target, FormattableString value, bool isMet) =>
        $"| {target.ToString(CultureInfo.InvariantCulture)} | {value.ToString(CultureInfo.InvariantCulture)} | {(isMet ? "met" : "not met")} |";
}
