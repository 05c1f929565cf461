namespace DialIn.Sip.Transports;

/// <summary>Who the other end of a TLS connection is, by a certificate whose chain and validity we have verified, RFC 5922 §7.1.</summary>
/// <param name="Domains">The SIP domains that the certificate names, in lower case; a wildcard as it stands there.</param>
/// <param name="KnownAs">The <see cref="TlsTrust.Name"/> of each that verified it, such as a trunk.</param>
public sealed record PeerIdentity(IReadOnlyList<string> Domains, IReadOnlyList<string> KnownAs);
