using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DialIn.Sip.Messages;

/// <summary>The host and port of a URI or a Via, RFC 3261 §25.1.</summary>
internal static class HostPort
{
    // The underscore is in no RFC's host name, but it is in the names that devices give themselves.
    private static readonly SearchValues<char> NameChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._");

    /// <summary>Reads <c>host[:port]</c>; an IPv6 reference loses its brackets.</summary>
    /// <param name="text">The text; white space is allowed around the colon, as the Via's grammar has it.</param>
    /// <param name="host">The host without brackets.</param>
    /// <param name="port">The port, 0 to 65535, or null.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out string host, out int? port)
    {
        host = string.Empty;
        port = null;
        text = Tokens.Trim(text);
        ReadOnlySpan<char> name;
        ReadOnlySpan<char> rest;
        if (text.StartsWith('['))
        {
            // RFC 5118 §4.1: only the brackets tell an IPv6 address's colons from the port's.
            var end = text.IndexOf(']');
            if (end < 0)
            {
                return false;
            }

            name = WithTwoColons(text[1..end]);
            if (!IsIPv6(name))
            {
                return false;
            }

            rest = text[(end + 1)..];
        }
        else
        {
            var colon = text.IndexOf(':');
            name = Tokens.Trim(colon < 0 ? text : text[..colon]);
            rest = colon < 0 ? [] : text[colon..];
            if (name.IsEmpty || name.ContainsAnyExcept(NameChars))
            {
                return false;
            }
        }

        rest = Tokens.Trim(rest);
        if (!rest.IsEmpty)
        {
            if (rest[0] != ':' || !ushort.TryParse(Tokens.Trim(rest[1..]), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            port = number;
        }

        host = name.ToString();
        return true;
    }

    /// <summary>Writes the host, in brackets if it is an IPv6 address, and the port if there is one.</summary>
    public static string Format(string host, int? port)
    {
        var shown = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return port is { } number ? string.Create(CultureInfo.InvariantCulture, $"{shown}:{number}") : shown;
    }

    /// <summary>
    /// RFC 5118 §4.10: the grammar of RFC 3261 lets a third colon stand before an embedded IPv4 address, so we must take it.
    /// </summary>
    private static ReadOnlySpan<char> WithTwoColons(ReadOnlySpan<char> address)
    {
        var index = address.IndexOf(":::");
        return index >= 0 && address[(index + 3)..].Contains('.') ? string.Concat(address[..index], address[(index + 1)..]) : address;
    }

    private static bool IsIPv6(ReadOnlySpan<char> text) =>
        !text.ContainsAny('[', ']') && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
}
