namespace DialIn.Sip.UserAgents;

/// <summary>Why a request got no final response.</summary>
internal enum ExchangeFailure
{
    /// <summary>Nobody answered in time; RFC 3261 §8.1.3.1 treats it as 408.</summary>
    Timeout,

    /// <summary>Nothing could be sent, or the host is unknown; RFC 3261 §8.1.3.1 treats it as 503.</summary>
    Transport,
}
