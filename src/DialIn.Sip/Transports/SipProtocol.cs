namespace DialIn.Sip.Transports;

/// <summary>What carries SIP messages.</summary>
public enum SipProtocol
{
    /// <summary>Datagrams; the transactions retransmit.</summary>
    Udp,

    /// <summary>Connections; nothing is retransmitted.</summary>
    Tcp,

    /// <summary>Connections that nobody on the way can read, and whose server has shown who it is.</summary>
    Tls,
}
