using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DialIn.Benchmarks.Report;

/// <summary>Where and when figures were measured: without that they say nothing.</summary>
internal static class Machine
{
    // Once: what this program itself writes into the document is not what makes the code another one.
    private static readonly string Commit = ReadCommit();

    public static string Describe()
    {
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"{now} UTC, commit {Commit}, {Value("/proc/cpuinfo", "model name")} with {Environment.ProcessorCount} cores, {Gibibytes()} GiB, "
            + $"Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, {RuntimeInformation.FrameworkDescription}, "
            + $"load before {File.ReadAllText("/proc/loadavg").Split(' ')[0]}";
    }

    private static string Value(string file, string key) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";

    private static long Gibibytes() => (long)Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30));

    private static string ReadCommit()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["describe", "--always", "--dirty", "--abbrev=10"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            return git.StandardOutput.ReadToEnd().Trim() is { Length: > 0 } commit ? commit : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }
}
