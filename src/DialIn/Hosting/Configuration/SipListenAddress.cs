using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Transports;

namespace DialIn.Hosting.Configuration;

/// <summary>Where SIP is listened for, written <c>udp://192.0.2.1:5060</c>, <c>tcp://[2001:db8::1]:5060</c> or <c>tls://192.0.2.1:5061</c>.</summary>
/// <param name="Protocol">UDP, TCP or TLS.</param>
/// <param name="EndPoint">Address and port; port 0 takes any free one.</param>
internal readonly record struct SipListenAddress(SipProtocol Protocol, IPEndPoint EndPoint)
{
    private static readonly string[] Schemes = [.. Enum.GetValues<SipProtocol>().Select(static protocol => $"{protocol.UriToken()}://")];

    /// <summary>Whether it means every address of the machine.</summary>
    public bool IsWildcard => EndPoint.Address.Equals(IPAddress.Any) || EndPoint.Address.Equals(IPAddress.IPv6Any);

    /// <summary>The families of the addresses that can be reached from it: one that listens on [::] speaks IPv4 as well.</summary>
    public IReadOnlyList<AddressFamily> Families =>
        EndPoint.Address.Equals(IPAddress.IPv6Any) ? [AddressFamily.InterNetworkV6, AddressFamily.InterNetwork] : [EndPoint.AddressFamily];

    /// <summary>Reads such a URI. The host must be an address: a name could resolve to something else after a restart.</summary>
    public static bool TryParse(string text, out SipListenAddress address)
    {
        address = default;
        var protocol = Array.FindIndex(Schemes, scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
        if (protocol < 0)
        {
            return false;
        }

        var hostAndPort = text.AsSpan(Schemes[protocol].Length).TrimEnd('/');
        // The port must be written: IPEndPoint takes an address without one for port 0, and no carrier would find that.
        if (hostAndPort.LastIndexOf(':') <= hostAndPort.LastIndexOf(']') || !IPEndPoint.TryParse(hostAndPort, out var endPoint))
        {
            return false;
        }

        // An IPv6 address without brackets has a colon too, but no port.
        if (endPoint.AddressFamily == AddressFamily.InterNetworkV6 && !hostAndPort.StartsWith("["))
        {
            return false;
        }

        address = new SipListenAddress((SipProtocol)protocol, endPoint);
        return true;
    }

    /// <summary>As it is written in the configuration.</summary>
    public override string ToString() => $"{Schemes[(int)Protocol]}{EndPoint}";
}
