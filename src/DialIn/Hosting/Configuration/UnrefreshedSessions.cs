namespace DialIn.Hosting.Configuration;

/// <summary>What becomes of a session whose peer should have refreshed it and did not (RFC 4028 §10).</summary>
internal enum UnrefreshedSessions
{
    /// <summary>The bridge refreshes it; it ends if the peer does not answer.</summary>
    Ask,

    /// <summary>It ends at once.</summary>
    End,
}
