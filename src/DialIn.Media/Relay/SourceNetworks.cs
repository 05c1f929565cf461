using System.Net;
using System.Net.Sockets;

namespace DialIn.Media.Relay;

/// <summary>The networks that a leg's peer may send from. Looks up without allocation.</summary>
internal sealed class SourceNetworks
{
    private readonly (SocketPeer Network, ulong MaskHigh, ulong MaskLow)[] _networks;

    private SourceNetworks(IEnumerable<IPNetwork> networks) => _networks = [.. networks.Select(Masked)];

    /// <summary>Reads networks with a comma between, such as <c>192.0.2.0/24,2001:db8::/32</c>.</summary>
    /// <returns>Null for no text: any source.</returns>
    /// <exception cref="FormatException">One of them is no network.</exception>
    public static SourceNetworks? Parse(string? text) => text is null ? null : new SourceNetworks(text.Split(',').Select(static network => IPNetwork.Parse(network)));

    /// <summary>Whether an address is in one of them.</summary>
    public bool Contains(in SocketPeer source)
    {
        foreach (var (network, maskHigh, maskLow) in _networks)
        {
            if ((source.High & maskHigh) == network.High && (source.Low & maskLow) == network.Low)
            {
                return true;
            }
        }

        return false;
    }

    private static (SocketPeer, ulong, ulong) Masked(IPNetwork network)
    {
        // IPv4 is kept in its IPv6-mapped form.
        var length = network.PrefixLength + (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 96 : 0);
        return (SocketPeer.From(new IPEndPoint(network.BaseAddress, 0)), Ones(length), Ones(length - 64));
    }

    private static ulong Ones(int bits) => bits <= 0 ? 0 : bits >= 64 ? ulong.MaxValue : ulong.MaxValue << (64 - bits);
}
