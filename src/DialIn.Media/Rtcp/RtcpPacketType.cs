namespace DialIn.Media.Rtcp;

/// <summary>What an RTCP packet is; the second byte of its header. RFC 3550 §12.1, RFC 3611 §2.</summary>
internal enum RtcpPacketType : byte
{
    /// <summary>SR: what a sender sent and received. RFC 3550 §6.4.1.</summary>
    SenderReport = 200,

    /// <summary>RR: what a receiver received. RFC 3550 §6.4.2.</summary>
    ReceiverReport = 201,

    /// <summary>SDES: who a source is. RFC 3550 §6.5.</summary>
    SourceDescription = 202,

    /// <summary>BYE: sources that leave. RFC 3550 §6.6.</summary>
    Goodbye = 203,

    /// <summary>XR: more figures than SR and RR have. RFC 3611 §2.</summary>
    ExtendedReport = 207,
}
