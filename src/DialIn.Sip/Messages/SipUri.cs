namespace DialIn.Sip.Messages;

/// <summary>
/// A SIP, SIPS or tel URI, RFC 3261 §19.1. Any other URI keeps its text in <see cref="Opaque"/>, so that a message that
/// names one can still be read and refused. Equality is equality of the text; see <see cref="IsEquivalentTo"/> for the RFC's.
/// </summary>
public sealed partial record SipUri
{
    /// <summary>Names a host.</summary>
    /// <param name="scheme"><c>sip</c>, <c>sips</c> or <c>tel</c>, in lower case.</param>
    /// <param name="user">The user part, or the number of a tel URI, without escapes.</param>
    /// <param name="host">The host, an IPv6 address without brackets; empty for a tel URI.</param>
    /// <param name="port">The port, or null for the scheme's own.</param>
    public SipUri(string scheme, string? user, string host, int? port = null)
    {
        Scheme = scheme;
        User = user;
        Host = host;
        Port = port;
    }

    /// <summary>The scheme in lower case. Empty for text that is no URI at all.</summary>
    public string Scheme { get; init; }

    /// <summary>The user part, or the number of a tel URI, without escapes; null if there is none. Escaped when written.</summary>
    public string? User
    {
        get => RawUser is null ? null : PercentEncoding.Decode(RawUser);
        init => RawUser = value is null ? null : PercentEncoding.Encode(value, PercentEncoding.UserChars);
    }

    /// <summary>The password that RFC 3261 §19.1.1 advises against; kept because a peer compares it.</summary>
    public string? Password
    {
        get => RawPassword is null ? null : PercentEncoding.Decode(RawPassword);
        init => RawPassword = value is null ? null : PercentEncoding.Encode(value, PercentEncoding.PasswordChars);
    }

    /// <summary>The host, an IPv6 address without brackets; empty unless the scheme is sip or sips.</summary>
    public string Host { get; init; }

    /// <summary>The port, 0 to 65535, or null if none is given.</summary>
    public int? Port { get; init; }

    /// <summary>The parameters behind the host, or behind the number of a tel URI.</summary>
    public SipParameters Parameters { get; init; } = SipParameters.Empty;

    /// <summary>What stands behind the question mark, escapes included; null if there is none.</summary>
    public string? Headers { get; init; }

    /// <summary>The text behind the scheme of a URI that is none of sip, sips and tel; else null.</summary>
    public string? Opaque { get; init; }

    /// <summary>The user part as it stands on the wire: what came is passed on unchanged.</summary>
    private string? RawUser { get; init; }

    private string? RawPassword { get; init; }

    /// <summary>Whether the scheme is sip or sips.</summary>
    public bool IsSip => Scheme is "sip" or "sips";

    /// <summary>The transport parameter in lower case, or null.</summary>
    public string? Transport => Parameters["transport"]?.ToLowerInvariant();

    /// <summary>Reads a URI written by an operator.</summary>
    /// <exception cref="FormatException">The text is not a SIP, SIPS or tel URI.</exception>
    public static SipUri Parse(string text) =>
        TryParse(text, out var uri) && uri.Opaque is null ? uri : throw new FormatException($"'{text}' is not a SIP URI such as sip:user@host.");

    /// <summary>Writes the URI as it stands in a message, without angle brackets.</summary>
    public override string ToString()
    {
        if (Opaque is not null)
        {
            return Scheme.Length == 0 ? Opaque : $"{Scheme}:{Opaque}";
        }

        if (Scheme == "tel")
        {
            return $"tel:{RawUser}{Parameters}";
        }

        var password = RawPassword is null ? string.Empty : ":" + RawPassword;
        var user = RawUser is null ? string.Empty : $"{RawUser}{password}@";
        var headers = Headers is null ? string.Empty : "?" + Headers;
        return $"{Scheme}:{user}{HostPort.Format(Host, Port)}{Parameters}{headers}";
    }

    /// <summary>Text that stands where a URI should and is none; the validator names the status owed.</summary>
    internal static SipUri Unreadable(string text) => new(string.Empty, null, string.Empty) { Opaque = text };
}
