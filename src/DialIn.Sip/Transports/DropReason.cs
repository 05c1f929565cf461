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

    /// <summary>A peer did not manage the TLS handshake, or not in time.</summary>
    HandshakeFailed,

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

    /// <summary>The source sends more than one source may.</summary>
    TooMany,

    /// <summary>The program that a request names as its User-Agent is one that looks for telephones to abuse.</summary>
    Scanner,

    /// <summary>A request that would have to prove who it is from, and cannot be asked: an ACK, a CANCEL of nothing, a method that is of no use to strangers.</summary>
    NotAuthenticated,

    /// <summary>The answer would have been larger than what a source asked that has proved nothing yet.</summary>
    WouldAmplify,
}
