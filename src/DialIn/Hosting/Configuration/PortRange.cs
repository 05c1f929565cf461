using System.Globalization;

namespace DialIn.Hosting.Configuration;

/// <summary>A range of ports, both ends included, written <c>20000-29999</c>.</summary>
/// <param name="First">Lowest port.</param>
/// <param name="Last">Highest port, not below <paramref name="First"/>.</param>
internal readonly record struct PortRange(int First, int Last)
{
    /// <summary>How many ports.</summary>
    public int Count => Last - First + 1;

    /// <summary>Whether a port is in the range.</summary>
    public bool Contains(int port) => port >= First && port <= Last;

    /// <summary>Reads <c>first-last</c>.</summary>
    /// <returns><see langword="false"/> when it is not two ports of 1 to 65535 in ascending order.</returns>
    public static bool TryParse(string text, out PortRange range)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        range = default;
        if (dash < 0 || !TryPort(text.AsSpan(0, dash), out var first) || !TryPort(text.AsSpan(dash + 1), out var last) || first > last)
        {
            return false;
        }

        range = new PortRange(first, last);
        return true;
    }

    /// <summary>As it is written in the configuration.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static bool TryPort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
}
