using System.Text;

namespace DialIn.Sip.Messages;

/// <summary>
/// Bodies of several parts, RFC 5621 §4.2: gateways to the telephone network put an ISUP message or a location beside the
/// session description. Only the description is of use here, wherever it stands.
/// </summary>
internal static class MultipartBody
{
    private const string Description = "application/sdp";

    // RFC 2046 §5.1.1: no boundary is longer.
    private const int LongestBoundary = 70;

    // More than a description, an ISUP message, a location and a picture nobody sends.
    private const int MaxParts = 8;

    // RFC 5621 §4.1: a multipart/alternative within a multipart/mixed is what extensions lead to.
    private const int MaxDepth = 3;

    /// <summary>The request with its session description alone as body; as it is if it is not in parts or none of them is one.</summary>
    public static SipRequest Open(SipRequest request) =>
        TryOpen(request, out var part) ? request.With(request.Headers.With(HeaderNames.ContentType, Description), part) : request;

    /// <inheritdoc cref="Open(SipRequest)"/>
    public static SipResponse Open(SipResponse response) =>
        TryOpen(response, out var part) ? response.With(response.Headers.With(HeaderNames.ContentType, Description), part) : response;

    private static bool TryOpen(SipMessage message, out ReadOnlyMemory<byte> part)
    {
        part = default;
        return !message.Body.IsEmpty && message.ContentType is { } type && IsMultipart(type) && TryFind(type, message.Body, MaxDepth, out part);
    }

    private static bool IsMultipart(string type) => type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);

    private static bool TryFind(string type, ReadOnlyMemory<byte> body, int depth, out ReadOnlyMemory<byte> part)
    {
        part = default;
        if (depth == 0
            || type.IndexOf(';', StringComparison.Ordinal) is not (> 0 and var semicolon)
            || !SipParameters.TryParse(type.AsSpan(semicolon), out var parameters)
            || parameters["boundary"] is not { Length: > 0 and <= LongestBoundary } boundary)
        {
            return false;
        }

        var delimiter = Encoding.Latin1.GetBytes("\r\n--" + boundary);
        // RFC 2046 §5.1.1: the line end before the boundary belongs to it; before the first one there may be none.
        var start = body.Span.StartsWith(delimiter.AsSpan(2)) ? delimiter.Length - 2 : After(body.Span, delimiter, 0);
        for (var number = 0; start >= 0 && number < MaxParts; number++)
        {
            var end = body.Span[start..].IndexOf(delimiter);
            if (IsDescription(end < 0 ? body[start..] : body.Slice(start, end), depth, out part))
            {
                return true;
            }

            start = end < 0 ? -1 : start + end + delimiter.Length;
        }

        return false;
    }

    private static int After(ReadOnlySpan<byte> body, ReadOnlySpan<byte> delimiter, int from) =>
        body[from..].IndexOf(delimiter) is >= 0 and var index ? from + index + delimiter.Length : -1;

    // RFC 2046 §5.1: each part has header fields, an empty line and its content. What stands between boundary and line end is padding, or "--" at the end.
    private static bool IsDescription(ReadOnlyMemory<byte> part, int depth, out ReadOnlyMemory<byte> content)
    {
        content = default;
        var end = part.Span.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var type = "";
        foreach (var line in Encoding.Latin1.GetString(part.Span[..end]).Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? "" : line[..colon].Trim();
            var value = colon < 0 ? "" : line[(colon + 1)..].Trim();
            if (name.Equals(HeaderNames.ContentType, StringComparison.OrdinalIgnoreCase) || name.Equals("c", StringComparison.OrdinalIgnoreCase))
            {
                type = value;
            }
            else if (name.Equals("Content-Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
                && (value.Equals("base64", StringComparison.OrdinalIgnoreCase) || value.Equals("quoted-printable", StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }
        }

        content = part[(end + 4)..];
        return IsMultipart(type) ? TryFind(type, content, depth - 1, out content) : type.Split(';')[0].Trim().Equals(Description, StringComparison.OrdinalIgnoreCase);
    }
}
