namespace DialIn.Sip.Transports;

/// <summary>What carries SIP messages.</summary>
public enum SipProtocol
{
    /// <summary>Datagrams; the transactions retransmit.</summary>
    Udp,

    /// <summary>Connections; nothing is retransmitted.</summary>
    Tcp,
}
