using System.Globalization;
using System.Text;
using DialIn.Media.Sdp;

namespace DialIn.Operations.Traces;

/// <summary>Masks bodies: of a session description the keys and what people wrote go; of any other body only its length is told, for it may be a digit of the PIN.</summary>
internal static class BodyMask
{
    private const string Hidden = AddressMask.Hidden;

    // What a key is, or makes one.
    private static readonly string[] Keys = ["crypto", "key-mgmt", "ice-pwd", "ice-ufrag", "identity"];

    /// <summary>A body without what is secret.</summary>
    /// <param name="body">As it came.</param>
    /// <param name="contentType">What it is said to be.</param>
    public static string Mask(ReadOnlyMemory<byte> body, string? contentType)
    {
        if (body.IsEmpty)
        {
            return "";
        }

        return contentType is { } type && type.Split(';')[0].Trim().Equals(SessionDescription.ContentType, StringComparison.OrdinalIgnoreCase)
            ? string.Concat(Encoding.Latin1.GetString(body.Span).Split('\n').Select(static line => line.TrimEnd('\r')).Where(static line => line.Length > 0).Select(static line => $"{Line(line)}\r\n"))
            : string.Create(CultureInfo.InvariantCulture, $"({body.Length} bytes, not shown)\r\n");
    }

    private static string Line(string line) => line switch
    {
        ['o', '=', ..] => $"o=-{(line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? line[space..] : "")}",
        ['s' or 'i' or 'u' or 'e' or 'p' or 'k', '=', ..] => $"{line[0]}=-",
        ['a', '=', ..] => Attribute(line),
        [>= 'a' and <= 'z', '=', ..] => line,
        _ => Hidden,
    };

    private static string Attribute(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? line[2..] : line[2..colon];
        if (!Keys.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase))
        {
            return line;
        }

        // a=crypto:TAG SUITE inline:KEY
        var words = colon < 0 ? [] : line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return name == "crypto" && words is [var tag, var suite, ..] && !suite.Contains(':', StringComparison.Ordinal)
            ? $"a=crypto:{tag} {suite} inline:{Hidden}"
            : $"a={name}:{Hidden}";
    }
}
