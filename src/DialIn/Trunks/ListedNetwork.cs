using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace DialIn.Trunks;

/// <summary>
/// One text in a list that a carrier publishes. What looks like an address and is none, such as a range or an address with a port,
/// was meant to admit somebody: it is told from what is no address at all. Pure.
/// </summary>
internal static partial class ListedNetwork
{
    private const int IPv4Bits = 32;
    private const int IPv6Bits = 128;

    /// <summary>Whether it is one, or was meant to be. 5060 and 1.2 would be addresses for the platform.</summary>
    public static bool LooksLikeOne(string text) => IPv4Shape.IsMatch(text) || IPv6Shape.IsMatch(text);

    /// <summary>The network or the single address that it names; null if it is none. IPv4 written within IPv6 is IPv4.</summary>
    public static IPNetwork? Read(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address) || !IsPlain(text, address))
        {
            return null;
        }

        var bits = address.AddressFamily == AddressFamily.InterNetwork ? IPv4Bits : IPv6Bits;
        return slash < 0 ? Network(address, bits) : IPNetwork.TryParse(text, out var network) ? Network(network.BaseAddress, network.PrefixLength) : null;
    }

    // The platform reads octal numbers, ports behind brackets and zones as well.
    private static bool IsPlain(string text, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? text.AsSpan().IndexOfAny("[]%") < 0 : text.Split('/')[0] == address.ToString();

    private static IPNetwork Network(IPAddress address, int prefixLength) =>
        address.IsIPv4MappedToIPv6 && prefixLength >= IPv6Bits - IPv4Bits
            ? new IPNetwork(address.MapToIPv4(), prefixLength - (IPv6Bits - IPv4Bits))
            : new IPNetwork(address, prefixLength);

    [GeneratedRegex("^[^0-9a-zA-Z]*(0x[0-9a-f]+|[0-9]+)(\\.(0x[0-9a-f]+|[0-9]+)){2}\\.[0-9*x]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IPv4Shape { get; }

    // Two colons side by side, or a group longer than those of a time and of a hardware address.
    [GeneratedRegex("^[^0-9a-zA-Z:]*([0-9a-f:]*::|(?=[0-9a-f:]*[0-9a-f]{3})[0-9a-f]{1,4}:[0-9a-f]{1,4}:)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IPv6Shape { get; }
}
