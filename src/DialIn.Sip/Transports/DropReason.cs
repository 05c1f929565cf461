namespace DialIn.Sip.Transports;

/// <summary>Why something that came from the network was dropped without an answer. Each is a counter.</summary>
public enum DropReason
{
    /// <summary>The application does not admit the source.</summary>
    NotAdmitted,

    /// <summary>The bytes are no SIP message.</summary>
    Malformed,

    /// <summary>The message is larger than the limits allow.</summary>
    TooLarge,

    /// <summary>All connections, or all of this source's, are in use.</summary>
    TooManyConnections,

    /// <summary>A connection took too long over a message: a slow or half-open peer.</summary>
    MessageTimeout,

    /// <summary>A connection was silent for too long.</summary>
    IdleTimeout,

    /// <summary>The peer did not read what we sent.</summary>
    StuckPeer,

    /// <summary>A response that the validator refuses.</summary>
    InvalidResponse,

    /// <summary>A response to no transaction of ours.</summary>
    StrayResponse,

    /// <summary>An ACK to no dialog of ours.</summary>
    StrayAck,

    /// <summary>More work waits than the stack takes on.</summary>
    Overload,
}
