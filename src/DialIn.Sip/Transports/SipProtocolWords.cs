namespace DialIn.Sip.Transports;

/// <summary>What the RFC says about each protocol, so that no other place tells them apart by name.</summary>
public static class SipProtocolWords
{
    /// <summary>Whether it delivers by itself, so that transactions repeat nothing (RFC 3261 §17: a reliable transport).</summary>
    public static bool IsReliable(this SipProtocol protocol) => protocol != SipProtocol.Udp;

    /// <summary>The port where no other is named, RFC 3261 §18.1.1 and §19.1.2: 5061 for TLS, 5060 for the others.</summary>
    public static int DefaultPort(this SipProtocol protocol) => protocol == SipProtocol.Tls ? 5061 : 5060;

    /// <summary>As Via writes it, RFC 3261 §20.42: <c>UDP</c>, <c>TCP</c>, <c>TLS</c>.</summary>
    public static string ViaToken(this SipProtocol protocol) => protocol switch
    {
        SipProtocol.Udp => "UDP",
        SipProtocol.Tcp => "TCP",
        _ => "TLS",
    };

    /// <summary>As the transport parameter of a sip URI and our listen addresses write it: <c>udp</c>, <c>tcp</c>, <c>tls</c>.</summary>
    public static string UriToken(this SipProtocol protocol) => protocol switch
    {
        SipProtocol.Udp => "udp",
        SipProtocol.Tcp => "tcp",
        // RFC 3261 §26.2.2 deprecates it beside sips; every carrier writes and expects it all the same.
        _ => "tls",
    };
}
