using System.Globalization;
using DialIn.Benchmarks.Calls;

namespace DialIn.Benchmarks.Report;

/// <summary>What whole calls cost, for the document.</summary>
internal static class CallsReport
{
    private const double Most = 0.95;

    private static readonly TimeSpan MostCpu = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<string> Lines(IReadOnlyList<CallCost> costs, string machine)
    {
        var cost = costs[0];
        yield return "";
        yield return $"{machine}. {cost.Calls} calls in each row, after {cost.Before} others.";
        yield return "";
        yield return "| calls at a time | begun in a second | CPU per call, audio not, ms | its audio, ms | last digit to audio: median, ms | 95 of 100 | longest | KiB allocated per call | methods compiled meanwhile |";
        yield return "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";
        foreach (var one in costs)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| {one.AtOnce} | {one.PerSecond:F1} | {one.SignallingCpu.TotalMilliseconds:F2} | {one.MediaCpu.TotalMilliseconds:F2} | {one.Wait(0.5).TotalMilliseconds:F0} | {one.Wait(Most).TotalMilliseconds:F0} | {one.Wait(1).TotalMilliseconds:F0} | {one.Runtime.Allocated / one.Calls / 1024} | {one.Runtime.Compiled} |");
        }

        yield return "";
        yield return "| target | measured | |";
        yield return "| --- | --- | --- |";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"| {cost.AtOnce} calls at a time: CPU per call set up and ended, PIN included, audio not, at most {MostCpu.TotalMilliseconds} ms | {cost.SignallingCpu.TotalMilliseconds:F2} ms | {(cost.SignallingCpu <= MostCpu ? "met" : "not met")} |");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"| last packet of the last digit to the caller's audio in the conference for 95 of 100, at most {LongestWait.TotalMilliseconds} ms in each row | {costs.Max(static one => one.Wait(Most)).TotalMilliseconds:F0} ms | {(costs.All(static one => one.Wait(Most) <= LongestWait) ? "met" : "not met")} |");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"| the same from the first packet that says that the key was let go; the telephone itself sends no audio for 60 ms then | {costs.Max(static one => one.WaitSinceReleased(Most)).TotalMilliseconds:F0} ms | |");
    }
}
