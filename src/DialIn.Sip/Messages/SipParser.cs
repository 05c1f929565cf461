using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DialIn.Sip.Messages;

/// <summary>
/// Reads messages from bytes. It rejects only what it cannot frame; whether the message makes sense is the validators'
/// question, because a message that nobody parsed cannot be answered. It never throws.
/// </summary>
public static class SipParser
{
    /// <summary>Reads the message that a datagram holds.</summary>
    /// <param name="datagram">All bytes of the datagram.</param>
    /// <param name="limits">What is too large.</param>
    /// <param name="message">The message. After an error: what could be read of it, if that is enough for an answer.</param>
    /// <param name="error">What is wrong, where, and which status is owed.</param>
    public static bool TryParse(ReadOnlySpan<byte> datagram, SipLimits limits, [NotNullWhen(true)] out SipMessage? message, out SipParseError error)
    {
        if (datagram.Length <= limits.MaxDatagramBytes)
        {
            return TryParseFrame(datagram, limits, out message, out error);
        }

        message = null;
        error = new SipParseError(SipParseErrorKind.TooLarge, limits.MaxDatagramBytes);
        return false;
    }

    /// <summary>Reads a message of any length; a stream's framer has held the limits already.</summary>
    internal static bool TryParseFrame(ReadOnlySpan<byte> input, SipLimits limits, [NotNullWhen(true)] out SipMessage? message, out SipParseError error)
    {
        message = null;
        // RFC 3261 §7.5: line ends before the start line are ignored.
        var start = input.IndexOfAnyExcept((byte)'\r', (byte)'\n');
        var lineEnd = start < 0 ? -1 : HeaderLineReader.IndexOfLineEnd(input, start);
        if (lineEnd < 0)
        {
            error = new SipParseError(SipParseErrorKind.Incomplete, input.Length);
            return false;
        }

        if (!StartLine.TryParse(WithoutCarriageReturn(input[start..lineEnd]), out var startLine, out var fault))
        {
            error = new SipParseError(SipParseErrorKind.BadStartLine, start + fault);
            return false;
        }

        if (!TryReadHeaders(input, lineEnd + 1, limits, out var headers, out var bodyOffset, out var contentLength, out error))
        {
            return false;
        }

        var available = input.Length - bodyOffset;
        if (error.IsNone)
        {
            error = LengthFault(contentLength, bodyOffset, available, limits);
        }

        // RFC 3261 §18.3: bytes of a datagram behind the body are discarded; without Content-Length the body is all the rest.
        var length = error.IsNone ? contentLength.Length ?? available : 0;
        var body = length == 0 ? ReadOnlyMemory<byte>.Empty : input.Slice(bodyOffset, length).ToArray();
        message = startLine.IsResponse
            ? new SipResponse(startLine.StatusCode, startLine.ReasonPhrase, headers, body) { Version = startLine.Version }
            : new SipRequest(startLine.Method, startLine.RequestUri!, headers, body) { Version = startLine.Version };
        return error.IsNone;
    }

    /// <summary>Reads all header lines. A line that is none is passed over and reported, so that the sender can be told.</summary>
    private static bool TryReadHeaders(
        ReadOnlySpan<byte> input,
        int offset,
        SipLimits limits,
        out SipHeaders headers,
        out int bodyOffset,
        out ContentLengthReader contentLength,
        out SipParseError error)
    {
        var reader = new HeaderLineReader(input, offset);
        var items = new List<SipHeader>(24);
        contentLength = default;
        error = default;
        headers = SipHeaders.Empty;
        while (true)
        {
            var step = reader.Next();
            bodyOffset = reader.Offset;
            switch (step)
            {
                case HeaderLineReader.Step.OutOfInput when reader.Offset == input.Length:
                    // Every line is whole, only the blank one is missing: enough to tell the sender.
                    error = new SipParseError(SipParseErrorKind.Incomplete, input.Length, 400);
                    headers = new SipHeaders([.. items]);
                    return true;
                case HeaderLineReader.Step.OutOfInput:
                    error = new SipParseError(SipParseErrorKind.Incomplete, input.Length);
                    return false;
                case HeaderLineReader.Step.Blank:
                    headers = new SipHeaders([.. items]);
                    return true;
                case HeaderLineReader.Step.BadLine:
                    error = error.IsNone ? new SipParseError(SipParseErrorKind.BadHeaderLine, reader.LineOffset, 400) : error;
                    break;
                default:
                    if (items.Count == limits.MaxHeaders)
                    {
                        error = new SipParseError(SipParseErrorKind.TooManyHeaders, reader.LineOffset);
                        return false;
                    }

                    if (ContentLengthReader.IsContentLength(reader.Name))
                    {
                        contentLength.Add(reader.Value, reader.LineOffset);
                    }

                    items.Add(new SipHeader(Name(reader.Name), reader.IsFolded ? WireText.Unfold(reader.Value) : WireText.Decode(reader.Value)));
                    break;
            }
        }
    }

    private static SipParseError LengthFault(ContentLengthReader contentLength, int bodyOffset, int available, SipLimits limits)
    {
        if (!contentLength.Fault.IsNone)
        {
            return contentLength.Fault;
        }

        // RFC 3261 §18.3: a datagram that ends before its body does is an error, and a request's sender is told so.
        return contentLength.Length > available ? new SipParseError(SipParseErrorKind.TruncatedBody, bodyOffset + available, 400)
            // RFC 3261 §21.5.7: the message is larger than we take.
            : (contentLength.Length ?? available) > limits.MaxBodyBytes ? new SipParseError(SipParseErrorKind.TooLarge, bodyOffset + limits.MaxBodyBytes, 513)
            : default;
    }

    private static string Name(ReadOnlySpan<byte> name)
    {
        Span<char> chars = stackalloc char[64];
        return name.Length <= chars.Length
            ? HeaderNames.Canonical(chars[..Encoding.ASCII.GetChars(name, chars)])
            : Encoding.ASCII.GetString(name);
    }

    private static ReadOnlySpan<byte> WithoutCarriageReturn(ReadOnlySpan<byte> line) => line.EndsWith("\r"u8) ? line[..^1] : line;
}
