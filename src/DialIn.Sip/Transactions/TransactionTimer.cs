namespace DialIn.Sip.Transactions;

/// <summary>The timers of RFC 3261 §17 and RFC 6026 §7.1 that a user agent runs (Timer C belongs to proxies).</summary>
internal enum TransactionTimer
{
    /// <summary>INVITE request retransmission.</summary>
    A,

    /// <summary>INVITE client gives up.</summary>
    B,

    /// <summary>INVITE client absorbs repeated failure responses.</summary>
    D,

    /// <summary>Non-INVITE request retransmission.</summary>
    E,

    /// <summary>Non-INVITE client gives up.</summary>
    F,

    /// <summary>Failure response to INVITE retransmission.</summary>
    G,

    /// <summary>INVITE server gives up waiting for the ACK.</summary>
    H,

    /// <summary>INVITE server absorbs repeated ACKs.</summary>
    I,

    /// <summary>Non-INVITE server absorbs repeated requests.</summary>
    J,

    /// <summary>Non-INVITE client absorbs repeated responses.</summary>
    K,

    /// <summary>INVITE server accepts 2xx retransmissions from the transaction user.</summary>
    L,

    /// <summary>INVITE client passes 2xx retransmissions to the transaction user.</summary>
    M,
}
