using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace DialIn.Sip.Messages;

public sealed partial record SipUri
{
    private static readonly SearchValues<char> SchemeChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private static readonly SearchValues<char> NumberChars = SearchValues.Create("0123456789abcdefABCDEF*#pwPW+-.()");

    /// <summary>Reads a URI of any scheme; only sip, sips and tel are taken apart.</summary>
    /// <param name="text">The URI without angle brackets.</param>
    /// <param name="uri">The URI.</param>
    /// <returns>False if the text is not a URI; nothing is thrown.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        return text is not null && TryParse(text.AsSpan(), out uri);
    }

    /// <inheritdoc cref="TryParse(string?, out SipUri?)"/>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        var colon = text.IndexOf(':');
        if (colon <= 0 || !char.IsAsciiLetter(text[0]) || text[..colon].ContainsAnyExcept(SchemeChars) || HasForbiddenChar(text))
        {
            return false;
        }

        var scheme = text[..colon] switch
        {
            var s when s.Equals("sip", StringComparison.OrdinalIgnoreCase) => "sip",
            var s when s.Equals("sips", StringComparison.OrdinalIgnoreCase) => "sips",
            var s when s.Equals("tel", StringComparison.OrdinalIgnoreCase) => "tel",
            var s => s.ToString().ToLowerInvariant(),
        };
        var rest = text[(colon + 1)..];
        return scheme switch
        {
            "sip" or "sips" => TryParseSip(scheme, rest, out uri),
            "tel" => TryParseTel(rest, out uri),
            _ => TryParseOpaque(scheme, rest, out uri),
        };
    }

    private static bool TryParseSip(string scheme, ReadOnlySpan<char> rest, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        string? user = null;
        string? password = null;
        // The user part may hold ';', '?' and '/', so it is cut off before anything else; an '@' elsewhere is escaped.
        var at = rest.IndexOf('@');
        if (at >= 0)
        {
            var colon = rest[..at].IndexOf(':');
            user = rest[..(colon < 0 ? at : colon)].ToString();
            password = colon < 0 ? null : rest[(colon + 1)..at].ToString();
            rest = rest[(at + 1)..];
            if (user.Length == 0)
            {
                return false;
            }
        }

        string? headers = null;
        var question = rest.IndexOf('?');
        if (question >= 0)
        {
            headers = rest[(question + 1)..].ToString();
            rest = rest[..question];
        }

        var semicolon = rest.IndexOf(';');
        var parameters = SipParameters.Empty;
        if ((semicolon >= 0 && !SipParameters.TryParse(rest[semicolon..], out parameters))
            || !HostPort.TryParse(semicolon < 0 ? rest : rest[..semicolon], out var host, out var port))
        {
            return false;
        }

        uri = new SipUri(scheme, user: null, host, port) { RawUser = user, RawPassword = password, Parameters = parameters, Headers = headers };
        return true;
    }

    private static bool TryParseTel(ReadOnlySpan<char> rest, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        var semicolon = rest.IndexOf(';');
        var number = semicolon < 0 ? rest : rest[..semicolon];
        var parameters = SipParameters.Empty;
        if (number.IsEmpty || number.ContainsAnyExcept(NumberChars)
            || (semicolon >= 0 && !SipParameters.TryParse(rest[semicolon..], out parameters)))
        {
            return false;
        }

        uri = new SipUri("tel", user: null, string.Empty) { RawUser = number.ToString(), Parameters = parameters };
        return true;
    }

    private static bool TryParseOpaque(string scheme, ReadOnlySpan<char> rest, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = rest.IsEmpty ? null : new SipUri(scheme, null, string.Empty) { Opaque = rest.ToString() };
        return uri is not null;
    }

    private static bool HasForbiddenChar(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is <= ' ' or '<' or '>' or '"' or '\u007F')
            {
                return true;
            }
        }

        return false;
    }
}
