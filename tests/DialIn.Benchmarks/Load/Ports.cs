using System.Globalization;

namespace DialIn.Benchmarks.Load;

/// <summary>Ports on one line, as the processes tell them to each other.</summary>
internal static class Ports
{
    public static int[] Parse(string line) => [.. line.Split(' ').Select(static port => int.Parse(port, CultureInfo.InvariantCulture))];
}
