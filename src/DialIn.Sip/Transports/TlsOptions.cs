namespace DialIn.Sip.Transports;

/// <summary>How SIP over TLS shows who we are and believes who others are.</summary>
public sealed record TlsOptions
{
    /// <summary>Our certificate; null only where nobody connects to us.</summary>
    public CertificateSource? Certificate { get; init; }

    /// <summary>What to believe of a server that we connect to.</summary>
    public Func<SipEndPoint, TlsTrust> TrustOf { get; init; } = static _ => TlsTrust.System;

    /// <summary>Peers that are known by the certificate they show when they connect to us; where there are any, everyone is asked for one.</summary>
    public IReadOnlyList<TlsTrust> Clients { get; init; } = [];
}
