using System.Net;

namespace DialIn.Hosting.Configuration;

/// <summary>Where SIP is listened for, written <c>udp://192.0.2.1:5060</c> or <c>tcp://[2001:db8::1]:5060</c>.</summary>
/// <param name="IsTcp">TCP, else UDP.</param>
/// <param name="EndPoint">Address and port; port 0 takes any free one.</param>
internal readonly record struct SipListenAddress(bool IsTcp, IPEndPoint EndPoint)
{
    /// <summary>Whether it means every address of the machine.</summary>
    public bool IsWildcard => EndPoint.Address.Equals(IPAddress.Any) || EndPoint.Address.Equals(IPAddress.IPv6Any);

    /// <summary>Reads such a URI. The host must be an address: a name could resolve to something else after a restart.</summary>
    public static bool TryParse(string text, out SipListenAddress address)
    {
        address = default;
        var isTcp = text.StartsWith("tcp://", StringComparison.OrdinalIgnoreCase);
        if (!isTcp && !text.StartsWith("udp://", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var hostAndPort = text.AsSpan("udp://".Length).TrimEnd('/');
        // The port must be written: IPEndPoint takes an address without one for port 0, and no carrier would find that.
        if (hostAndPort.LastIndexOf(':') <= hostAndPort.LastIndexOf(']') || !IPEndPoint.TryParse(hostAndPort, out var endPoint))
        {
            return false;
        }

        // An IPv6 address without brackets has a colon too, but no port.
        if (endPoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && !hostAndPort.StartsWith("["))
        {
            return false;
        }

        address = new SipListenAddress(isTcp, endPoint);
        return true;
    }

    /// <summary>As it is written in the configuration.</summary>
    public override string ToString() => $"{(IsTcp ? "tcp" : "udp")}://{EndPoint}";
}
