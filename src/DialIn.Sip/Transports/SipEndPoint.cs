using System.Net;

namespace DialIn.Sip.Transports;

/// <summary>
/// An address and how to speak to it. Two that differ in the server's name are two: a connection to one of them has proved
/// nothing about the other.
/// </summary>
/// <param name="Protocol">The transport.</param>
/// <param name="Address">The address and port.</param>
/// <param name="ServerName">
/// For TLS connections that we open: the domain asked for by SNI and looked for in the certificate, which is that of the URI
/// and never what it resolved to. Null for everything else, connections that a peer opened among it.
/// </param>
public readonly record struct SipEndPoint(SipProtocol Protocol, IPEndPoint Address, string? ServerName = null)
{
    /// <inheritdoc cref="SipEndPoint(SipProtocol, IPEndPoint, string?)" path="/param[@name='ServerName']"/>
    public string? ServerName { get; init; } = ServerName?.TrimEnd('.').ToLowerInvariant();

    /// <summary>Writes it as <c>udp:127.0.0.1:5060</c> or <c>tls:192.0.2.1:5061 (sip.example.org)</c>.</summary>
    public override string ToString() => ServerName is null ? $"{Protocol.UriToken()}:{Address}" : $"{Protocol.UriToken()}:{Address} ({ServerName})";
}
