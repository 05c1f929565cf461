using System.Globalization;
using System.Text;
using DialIn.Media.Sdp;

namespace DialIn.Operations.Traces;

/// <summary>
/// Masks bodies: of a session description only those lines and attributes stay of which it is known what they hold, for a key may
/// stand in any other one. Of any other body only its length is told, for it may be a digit of the PIN.
/// </summary>
internal static class BodyMask
{
    private const string Hidden = AddressMask.Hidden;

    // foundation, component, transport, priority, address, port, typ and what type; behind them may stand a ufrag.
    private const int CandidateWords = 8;

    private static readonly HashSet<string> Attributes = new(
        ["rtpmap", "fmtp", "ptime", "maxptime", "sendrecv", "sendonly", "recvonly", "inactive", "rtcp", "rtcp-mux", "setup", "mid", "group", "3ge2ae"], StringComparer.Ordinal);

    /// <summary>A body without what is secret.</summary>
    /// <param name="body">As it came.</param>
    /// <param name="contentType">What it is said to be.</param>
    public static string Mask(ReadOnlyMemory<byte> body, string? contentType)
    {
        if (body.IsEmpty)
        {
            return "";
        }

        // A lone CR ends a line for some: what stands behind it is looked at for itself.
        return contentType is { } type && type.Split(';')[0].Trim().Equals(SessionDescription.ContentType, StringComparison.OrdinalIgnoreCase)
            ? string.Concat(Encoding.Latin1.GetString(body.Span).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(static line => $"{Line(line)}\r\n"))
            : string.Create(CultureInfo.InvariantCulture, $"({body.Length} bytes, not shown)\r\n");
    }

    private static string Line(string line) => line switch
    {
        ['o', '=', ..] => $"o=-{(line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? line[space..] : "")}",
        ['a', '=', ..] => $"a={Attribute(line[2..])}",
        ['v' or 'c' or 'b' or 't' or 'm', '=', ..] => line,
        [>= 'a' and <= 'z', '=', ..] => $"{line[0]}=-",
        _ => Hidden,
    };

    private static string Attribute(string attribute)
    {
        var colon = attribute.IndexOf(':', StringComparison.Ordinal);
        var (name, value) = colon < 0 ? (attribute, "") : (attribute[..colon], attribute[(colon + 1)..]);
        return name switch
        {
            "crypto" => $"crypto:{Crypto(value)}",
            "candidate" => $"candidate:{string.Join(' ', value.Split(' ').Take(CandidateWords))}",
            _ => Attributes.Contains(name) ? attribute : Hidden,
        };
    }

    // TAG SUITE inline:KEY
    private static string Crypto(string value) =>
        value.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var tag, var suite, ..]
            && tag.All(char.IsAsciiDigit) && suite.All(static character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '_')
            ? $"{tag} {suite} inline:{Hidden}"
            : Hidden;
}
