using System.Globalization;
using DialIn.Benchmarks.Load;

namespace DialIn.Benchmarks.Relay;

/// <summary>What another process costs, from the kernel's books.</summary>
internal static class ProcessCost
{
    // How Linux numbers the CPU clock of another process; it counts what utime and stime of /proc/PID/stat count, by the nanosecond.
    private const int ScheduledTime = 2;
    private const int ProcessShift = 3;

    /// <summary>The CPU that all its threads have used.</summary>
    public static TimeSpan Cpu(int processId)
    {
        var nanoseconds = LoadNative.Nanoseconds((~processId << ProcessShift) | ScheduledTime);
        return nanoseconds >= 0 ? TimeSpan.FromMicroseconds(nanoseconds / 1000.0) : throw new InvalidOperationException($"process {processId} is gone");
    }

    /// <summary>Its resident memory in KiB.</summary>
    public static long ResidentKiB(int processId) => Status(processId, "VmRSS:");

    private static long Status(int processId, string key) => File.ReadLines($"/proc/{processId}/status")
        .Where(line => line.StartsWith(key, StringComparison.Ordinal))
        .Select(line => long.Parse(line[key.Length..].Split(' ', '\t').First(static word => word.Any(char.IsAsciiDigit)), CultureInfo.InvariantCulture))
        .First();
}
