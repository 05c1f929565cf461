using System.Net;
using DialIn.Sip.Transports;

namespace DialIn.Hosting.Configuration;

/// <summary>Section <c>DialIn:Sip</c>: where SIP is spoken.</summary>
internal sealed class SipOptions
{
    /// <summary>Addresses to listen on. Port 0 takes any free one.</summary>
    // Both transports on the standard port: a carrier may send large requests by TCP at any time.
    public IReadOnlyList<SipListenAddress> Listen { get; set; } =
        [new(SipProtocol.Udp, new IPEndPoint(IPAddress.Any, 5060)), new(SipProtocol.Tcp, new IPEndPoint(IPAddress.Any, 5060))];

    /// <summary>The address that others reach us at, where it is not the one we listen on (NAT, 0.0.0.0).</summary>
    // Unset: on a machine with one public address the one listened on is right.
    public IPAddress? PublicAddress { get; set; }

    /// <summary>Name servers to ask for the hosts of trunks and conference servers.</summary>
    // None: those of the operating system, which everything else on the machine uses too.
    public IReadOnlyList<IPEndPoint> NameServers { get; set; } = [];
}
