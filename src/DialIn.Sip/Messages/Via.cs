using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace DialIn.Sip.Messages;

/// <summary>One hop that a request took, and where its response goes back to. RFC 3261 §20.42.</summary>
/// <param name="Transport">The transport in upper case, such as <c>UDP</c>.</param>
/// <param name="SentByHost">The host that the sender claims to be, an IPv6 address without brackets.</param>
/// <param name="SentByPort">The port that the sender claims, or null for the transport's own.</param>
/// <param name="Parameters">Branch, received, rport and the like.</param>
public sealed record Via(string Transport, string SentByHost, int? SentByPort, SipParameters Parameters)
{
    /// <summary>What every branch of RFC 3261 begins with; §8.1.1.7 there.</summary>
    public const string MagicCookie = "z9hG4bK";

    /// <summary>The transaction's identifier, or null if the sender follows the older RFC.</summary>
    public string? Branch => Parameters["branch"] is { Length: > 0 } branch ? branch : null;

    /// <summary>The address that the request came from, without brackets, or null.</summary>
    public string? Received => Parameters["received"] is { Length: > 0 } received ? received.Trim('[', ']') : null;

    /// <summary>Whether rport is there, with or without a value: the sender asks for responses at its source port, RFC 3581 §3.</summary>
    public bool HasRPort => Parameters.Contains("rport");

    /// <summary>The source port that the request came from; null if rport is absent or still without a value.</summary>
    public int? RPort =>
        ushort.TryParse(Parameters["rport"], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    /// <summary>Reads one Via value.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Via? via)
    {
        via = null;
        var rest = Tokens.Trim(text);
        if (!TryReadUpTo('/', ref rest, out var name) || !name.Equals("SIP", StringComparison.OrdinalIgnoreCase)
            || !TryReadUpTo('/', ref rest, out var version) || version is not "2.0")
        {
            return false;
        }

        var end = rest.IndexOfAny(" \t\r\n");
        if (end < 0 || !Tokens.IsToken(rest[..end]))
        {
            return false;
        }

        var transport = rest[..end];
        rest = Tokens.Trim(rest[end..]);
        var semicolon = rest.IndexOf(';');
        var parameters = SipParameters.Empty;
        if ((semicolon >= 0 && !SipParameters.TryParse(rest[semicolon..], out parameters))
            || !HostPort.TryParse(semicolon < 0 ? rest : rest[..semicolon], out var host, out var port))
        {
            return false;
        }

        via = new Via(UpperCase(transport), host, port, parameters);
        return true;
    }

    /// <summary>What a server does to the top Via of a request that it receives.</summary>
    /// <param name="source">Where the request came from.</param>
    public Via WithSource(IPEndPoint source)
    {
        var address = source.Address.ToString();
        // RFC 3581 §4: an rport is filled in, and then received is added even if it says nothing new.
        if (HasRPort)
        {
            var port = source.Port.ToString(CultureInfo.InvariantCulture);
            return this with { Parameters = Parameters.With("received", address).With("rport", port) };
        }

        // RFC 3261 §18.2.1: received is added if the host is a name or another address.
        var honest = IPAddress.TryParse(SentByHost, out var claimed) && claimed.Equals(source.Address);
        return honest ? this : this with { Parameters = Parameters.With("received", address) };
    }

    /// <inheritdoc/>
    public override string ToString() => $"SIP/2.0/{Transport} {HostPort.Format(SentByHost, SentByPort)}{Parameters}";

    private static bool TryReadUpTo(char separator, ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> part)
    {
        var index = rest.IndexOf(separator);
        part = index < 0 ? [] : Tokens.Trim(rest[..index]);
        rest = index < 0 ? rest : Tokens.Trim(rest[(index + 1)..]);
        return index >= 0;
    }

    private static string UpperCase(ReadOnlySpan<char> transport) => transport switch
    {
        "UDP" => "UDP",
        "TCP" => "TCP",
        "TLS" => "TLS",
        _ => transport.ToString().ToUpperInvariant(),
    };
}
