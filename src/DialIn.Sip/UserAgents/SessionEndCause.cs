namespace DialIn.Sip.UserAgents;

/// <summary>Why a session ended.</summary>
public enum SessionEndCause
{
    /// <summary>The peer hung up.</summary>
    RemoteBye,

    /// <summary>We hung up.</summary>
    LocalBye,

    /// <summary>The caller, they or we, gave up before the answer.</summary>
    Cancelled,

    /// <summary>The INVITE was refused, or the peer no longer knows the session.</summary>
    Rejected,

    /// <summary>The peer did not answer in time.</summary>
    Timeout,

    /// <summary>We answered, and the peer never acknowledged.</summary>
    AckMissing,

    /// <summary>The network refused, the host is unknown, or the stack was closed.</summary>
    TransportError,
}
