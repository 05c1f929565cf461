namespace DialIn.Sip.Transports;

/// <summary>How long and how much a connection may take, over TCP or TLS.</summary>
public sealed record TcpTransportOptions
{
    /// <summary>The defaults.</summary>
    public static TcpTransportOptions Default { get; } = new();

    /// <summary>Connections at once, 1,024 by default: carriers and BBB servers open a few each, file handles are finite.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>Connections that one address may open, 32 by default: a proxy behind one address opens a handful.</summary>
    public int MaxConnectionsPerSource { get; init; } = 32;

    /// <summary>Messages that wait for one peer to read them, 4,096 by default: every call of a full bridge may have something to say at once.</summary>
    public int WriteQueueLength { get; init; } = 4096;

    /// <summary>How long a new connection is given for its first message, and any message from its first byte to its last; 10 s stops slow senders.</summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection may be silent, 15 min by default: longer than the refresh of any session timer or keep-alive in use.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long one write may take, 10 s by default: a peer that does not read for so long will not read at all.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long opening a connection may take, 5 s by default: well below the 32 s in which a transaction gives up.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a TLS handshake may take, 5 s by default: a slow carrier needs a fraction of a second.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>TLS handshakes at once of peers that connect, 128 by default: more than a carrier's proxies after an outage, and what a crowd may cost us.</summary>
    public int MaxHandshakes { get; init; } = 128;

    /// <summary>As many TLS handshakes more at once of peers whose network is known, 32 by default: a crowd of strangers must not keep a carrier out.</summary>
    public int ReservedHandshakes { get; init; } = 32;

    /// <summary>How often we ping over a connection that we opened, 90 s by default: below the two minutes after which common NATs forget.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long an answer to a ping may take; 10 s, RFC 5626 §4.4.1.</summary>
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection that cannot be read any more stays open for our answer, 2 s by default.</summary>
    public TimeSpan LingerTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
