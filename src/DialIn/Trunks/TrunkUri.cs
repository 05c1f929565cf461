using DialIn.Sip.Messages;

namespace DialIn.Trunks;

/// <summary>Reads the URI of a carrier's server that the configuration names.</summary>
internal static class TrunkUri
{
    /// <summary>The URI. A dot that ends the host, as zone files have it, is no part of the name: carriers and certificates write it without.</summary>
    public static SipUri Parse(string text)
    {
        var uri = SipUri.Parse(text);
        return uri.Host.EndsWith('.') ? uri with { Host = uri.Host.TrimEnd('.') } : uri;
    }
}
