using System.Globalization;
using DialIn.Benchmarks.Calls;

namespace DialIn.Benchmarks.Report;

/// <summary>What whole calls cost, for the document.</summary>
internal static class CallsReport
{
    private static readonly TimeSpan MostCpu = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<string> Lines(CallCost cost, string machine)
    {
        yield return "";
        yield return $"{machine}. {cost.Calls} calls, {cost.AtOnce} at a time.";
        yield return "";
        yield return "| target | measured | |";
        yield return "| --- | --- | --- |";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"| CPU per call set up and ended, PIN included, at most {MostCpu.TotalMilliseconds} ms | {(cost.Cpu - cost.MediaCpu).TotalMilliseconds:F2} ms, and the audio of its seconds {cost.MediaCpu.TotalMilliseconds:F2} ms | {(cost.Cpu <= MostCpu ? "met" : "not met")} |");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"| last packet of the last digit to the caller's audio in the conference, at most {LongestWait.TotalMilliseconds} ms; for 50 ms after a digit audio is kept back | median {cost.Wait(0.5).TotalMilliseconds:F0} ms, 95 of 100 {cost.Wait(0.95).TotalMilliseconds:F0} ms, longest {cost.Wait(1).TotalMilliseconds:F0} ms | {(cost.Wait(0.95) <= LongestWait ? "met" : "not met")} |");
    }
}
