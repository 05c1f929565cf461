namespace DialIn.Hosting.Configuration;

/// <summary>Section <c>DialIn:Http</c>: the HTTP interface: probes and live state.</summary>
internal sealed class HttpOptions
{
    /// <summary>Address of the interface: http, an IP address or <c>localhost</c>, a port; no path. Port 0 takes any free one.</summary>
    // This machine only: a reverse proxy with TLS belongs in front of it.
    public string Listen { get; set; } = "http://127.0.0.1:8080";

    /// <summary>What callers of the API show as bearer token. Unset: the API refuses everybody; probes need none.</summary>
    // Unset: an API that gives PINs away must not be open by default.
    public string? ApiToken { get; set; }
}
