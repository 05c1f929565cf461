using System.Globalization;
using DialIn.Benchmarks.Calls;

namespace DialIn.Benchmarks.Report;

/// <summary>What whole calls cost, for the document.</summary>
internal static class CallsReport
{
    private const double Most = 0.95;

    private static readonly TimeSpan MostCpu = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<string> Lines(CallCost cost, string machine)
    {
        yield return "";
        yield return $"{machine}. {cost.Calls} calls, {cost.AtOnce} at a time, after {cost.Before} others. Meanwhile the runtime compiled {cost.Runtime.Compiled} methods; a call allocates {cost.Runtime.Allocated / cost.Calls / 1024} KiB.";
        yield return "";
        yield return "| target | measured | |";
        yield return "| --- | --- | --- |";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"| CPU per call set up and ended, PIN included, audio not, at most {MostCpu.TotalMilliseconds} ms | {cost.SignallingCpu.TotalMilliseconds:F2} ms | {(cost.SignallingCpu <= MostCpu ? "met" : "not met")} |");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"| with the prompts and the audio of its three seconds | {cost.Cpu.TotalMilliseconds:F2} ms | |");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"| last packet of the last digit to the caller's audio in the conference, at most {LongestWait.TotalMilliseconds} ms | {Waits(cost, static wait => wait.SinceLastPacket)} | {(cost.Wait(Most, static wait => wait.SinceLastPacket) <= LongestWait ? "met" : "not met")} |");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"| the same from the first packet that says that the key was let go; the telephone itself sends no audio for 60 ms then | {Waits(cost, static wait => wait.SinceReleased)} | |");
    }

    private static string Waits(CallCost cost, Func<DigitToAudio, TimeSpan> which) => string.Create(
        CultureInfo.InvariantCulture,
        $"median {cost.Wait(0.5, which).TotalMilliseconds:F0} ms, 95 of 100 {cost.Wait(Most, which).TotalMilliseconds:F0} ms, longest {cost.Wait(1, which).TotalMilliseconds:F0} ms");
}
