using System.Net.Sockets;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Locating;

/// <summary>What we can send by: protocols, and the address families of each.</summary>
/// <param name="pairs">Each protocol with each of its families.</param>
public sealed class SpokenProtocols(IEnumerable<(SipProtocol Protocol, AddressFamily Family)> pairs)
{
    // UDP first: what a sip URI means if it says nothing, RFC 3263 §4.1. TLS last, because it needs a certificate that fits.
    private static readonly SipProtocol[] Order = [SipProtocol.Udp, SipProtocol.Tcp, SipProtocol.Tls];

    private readonly HashSet<(SipProtocol Protocol, AddressFamily Family)> _pairs = [.. pairs];

    /// <summary>The protocols, the one to prefer first.</summary>
    public IEnumerable<SipProtocol> Protocols => Order.Where(Has);

    /// <summary>Can anything be sent by this protocol?</summary>
    public bool Has(SipProtocol protocol) => _pairs.Any(pair => pair.Protocol == protocol);

    /// <summary>Can this protocol reach addresses of this family?</summary>
    public bool Has(SipProtocol protocol, AddressFamily family) => _pairs.Contains((protocol, family));
}
