namespace DialIn.Calls;

/// <summary>Why a leg of a call is over.</summary>
internal enum LegEndCause
{
    /// <summary>The other side sent BYE.</summary>
    RemoteBye,

    /// <summary>The caller gave up before we answered.</summary>
    Cancelled,

    /// <summary>The other side refused with a final status.</summary>
    Rejected,

    /// <summary>The other side did not answer in time.</summary>
    Timeout,

    /// <summary>Our answer was never acknowledged.</summary>
    AckMissing,

    /// <summary>The other side answered our offer with nothing that can be heard.</summary>
    NoCommonCodec,

    /// <summary>The network or the connection failed.</summary>
    TransportError,
}
