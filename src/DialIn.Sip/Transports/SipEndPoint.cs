using System.Net;

namespace DialIn.Sip.Transports;

/// <summary>An address and how to speak to it.</summary>
/// <param name="Protocol">The transport.</param>
/// <param name="Address">The address and port.</param>
public readonly record struct SipEndPoint(SipProtocol Protocol, IPEndPoint Address)
{
    /// <summary>Writes it as <c>udp:127.0.0.1:5060</c>.</summary>
    public override string ToString() => $"{(Protocol == SipProtocol.Udp ? "udp" : "tcp")}:{Address}";
}
