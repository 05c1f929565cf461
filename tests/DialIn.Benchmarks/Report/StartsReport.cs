using System.Globalization;
using DialIn.Benchmarks.Starts;

namespace DialIn.Benchmarks.Report;

/// <summary>What starts cost, for the document.</summary>
internal static class StartsReport
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static IEnumerable<string> Lines(Starts.Starts starts, string machine)
    {
        yield return "";
        yield return $"{machine}. The median of {starts.Rounds} each.";
        yield return "";
        yield return "| until it is ready | time, s | of the bare host's | CPU, s | of the bare host's |";
        yield return "| --- | ---: | ---: | ---: | ---: |";
        yield return Row("a program of .NET that does nothing", starts.Bare, starts.Bare);
        yield return Row("`dialin serve`, the first time", starts.First, starts.Bare);
        yield return Row("`dialin serve`", starts.Again, starts.Bare);
        yield return "";
        yield return "| target | measured | |";
        yield return "| --- | --- | --- |";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"| `serve` is ready in less than {Limit.TotalSeconds} s | longest of all {starts.Longest.TotalSeconds:F2} s | {(starts.Longest < Limit ? "met" : "not met")} |");
    }

    private static string Row(string what, StartCost cost, StartCost bare) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {cost.Time.TotalSeconds:F2} | {cost.Time / bare.Time:F1} | {cost.Cpu.TotalSeconds:F2} | {cost.Cpu / bare.Cpu:F1} |");
}
