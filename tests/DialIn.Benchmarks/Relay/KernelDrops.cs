using System.Globalization;

namespace DialIn.Benchmarks.Relay;

/// <summary>Datagrams that the kernel dropped at this machine's UDP sockets, from /proc/net/udp.</summary>
internal static class KernelDrops
{
    /// <summary>The sum over the sockets on these ports.</summary>
    public static long Sum(IEnumerable<int> ports)
    {
        var wanted = ports.ToHashSet();
        return File.ReadLines("/proc/net/udp").Skip(1)
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => wanted.Contains(int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)))
            .Sum(static fields => long.Parse(fields[^1], CultureInfo.InvariantCulture));
    }
}
