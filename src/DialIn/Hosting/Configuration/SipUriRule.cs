using System.Net;

namespace DialIn.Hosting.Configuration;

/// <summary>What a SIP URI in the configuration must look like: <c>sip:[user@]host[:port][;transport=udp|tcp|tls]</c>, or <c>sips:</c>.</summary>
internal static class SipUriRule
{
    /// <summary>Whether it is one.</summary>
    /// <param name="text">The URI.</param>
    /// <param name="needsUser">Whether there must be a user part, else there must be none.</param>
    public static bool IsValid(string text, bool needsUser)
    {
        var isSecure = text.StartsWith("sips:", StringComparison.OrdinalIgnoreCase);
        if ((!isSecure && !text.StartsWith("sip:", StringComparison.OrdinalIgnoreCase)) || text.Any(static c => char.IsWhiteSpace(c) || c is '{' or '}' or '<' or '>' or '?'))
        {
            return false;
        }

        var rest = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        if (needsUser ? at <= 0 : at >= 0)
        {
            return false;
        }

        var parts = rest[(at + 1)..].Split(';');
        return IsHostAndPort(parts[0]) && parts.Skip(1).All(parameter => IsParameter(parameter, isSecure));
    }

    private static bool IsHostAndPort(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon > text.LastIndexOf(']'))
        {
            return ushort.TryParse(text.AsSpan(colon + 1), out var port) && port > 0 && IsHost(text[..colon]);
        }

        return IsHost(text);
    }

    private static bool IsHost(string host) => host.StartsWith('[')
        ? host.EndsWith(']') && IPAddress.TryParse(host[1..^1], out _)
        : Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;

    private static bool IsParameter(string parameter, bool isSecure) =>
        parameter.StartsWith("transport=", StringComparison.OrdinalIgnoreCase)
            ? parameter["transport=".Length..].ToUpperInvariant() is var transport && (transport is "TCP" or "TLS" || (transport == "UDP" && !isSecure))
            : parameter.Length > 0;
}
