using System.Diagnostics.CodeAnalysis;

namespace DialIn.Sip.Messages;

/// <summary>The address in From, To, Contact, Route and their like: an optional name, a URI, parameters. RFC 3261 §20.10.</summary>
/// <param name="DisplayName">The name shown to people, without quotes; null if there is none.</param>
/// <param name="Uri">The URI, any scheme.</param>
/// <param name="Parameters">The parameters of the header, not of the URI.</param>
public sealed record NameAddress(string? DisplayName, SipUri Uri, SipParameters Parameters)
{
    /// <summary>An address without name and parameters.</summary>
    public NameAddress(SipUri uri)
        : this(null, uri, SipParameters.Empty)
    {
    }

    /// <summary>The tag of a dialog's side, or null if there is none yet.</summary>
    public string? Tag => Parameters["tag"] is { Length: > 0 } tag ? tag : null;

    /// <summary>Reads both forms: <c>"name" &lt;uri&gt;;parameters</c> and the bare URI.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out NameAddress? address)
    {
        address = null;
        if (text is null)
        {
            return false;
        }

        var value = Tokens.Trim(text);
        var open = QuotedText.IndexOfOutside(value, '<', '<');
        return open switch
        {
            -2 => false,
            -1 => TryParseBare(value, out address),
            _ => TryParseBracketed(value, open, out address),
        };
    }

    /// <summary>The same address with this tag.</summary>
    public NameAddress WithTag(string tag) => this with { Parameters = Parameters.With("tag", tag) };

    /// <summary>Writes the form with angle brackets, which leaves no doubt about whose the parameters are.</summary>
    public override string ToString() =>
        string.IsNullOrEmpty(DisplayName) ? $"<{Uri}>{Parameters}" : $"{QuotedText.Quote(DisplayName)} <{Uri}>{Parameters}";

    private static bool TryParseBracketed(ReadOnlySpan<char> value, int open, [NotNullWhen(true)] out NameAddress? address)
    {
        address = null;
        var name = Tokens.Trim(value[..open]);
        var close = value[open..].IndexOf('>');
        // A quoted name is one quoted string. Any other text is taken as it is: carriers send names with commas, dots and
        // umlauts without quotes, and RFC 4475 §3.1.2.15 lets us infer them.
        if (close < 0 || (name.Contains('"') && !(name[0] == '"' && QuotedText.IndexOfEnd(name) == name.Length - 1)))
        {
            return false;
        }

        var parameters = value[(open + close + 1)..];
        if (!StartsParameters(parameters) || !SipParameters.TryParse(parameters, out var parsed)
            || !SipUri.TryParse(value.Slice(open + 1, close - 1), out var uri))
        {
            return false;
        }

        address = new NameAddress(name.IsEmpty ? null : QuotedText.Unquote(name.ToString()), uri, parsed);
        return true;
    }

    private static bool TryParseBare(ReadOnlySpan<char> value, [NotNullWhen(true)] out NameAddress? address)
    {
        address = null;
        // RFC 3261 §20.10: without angle brackets every parameter is the header's, and the URI may hold no comma or question mark.
        var semicolon = value.IndexOf(';');
        var text = Tokens.Trim(semicolon < 0 ? value : value[..semicolon]);
        var parameters = SipParameters.Empty;
        if (text.ContainsAny(',', '?') || !SipUri.TryParse(text, out var uri)
            || (semicolon >= 0 && !SipParameters.TryParse(value[semicolon..], out parameters)))
        {
            return false;
        }

        address = new NameAddress(null, uri, parameters);
        return true;
    }

    private static bool StartsParameters(ReadOnlySpan<char> text)
    {
        text = Tokens.Trim(text);
        return text.IsEmpty || text[0] == ';';
    }
}
