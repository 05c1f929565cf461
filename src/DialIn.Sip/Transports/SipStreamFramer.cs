using System.Buffers;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>
/// Cuts a stream into messages by their Content-Length, RFC 3261 §18.3. One instance for each stream: it remembers how far
/// it has looked, so that a peer that sends byte by byte costs no more than any other.
/// </summary>
/// <param name="limits">What is too large.</param>
public sealed class SipStreamFramer(SipLimits limits)
{
    private long _lineStart;
    private long _searched;
    private long _frameLength;

    /// <summary>Takes the next message or keep-alive from the front of the buffer.</summary>
    /// <param name="buffer">What was received and not yet taken; moved on past what is taken. After an error nothing is taken.</param>
    /// <param name="kind">What was found.</param>
    /// <param name="frame">Its bytes. After an error in Content-Length: the headers, so that their sender can be answered.</param>
    /// <param name="error">What is wrong; nothing while more bytes are needed. After an error the stream cannot be read on.</param>
    /// <returns>Whether something was found.</returns>
    public bool TryReadMessage(ref ReadOnlySequence<byte> buffer, out FramedKind kind, out ReadOnlySequence<byte> frame, out SipParseError error)
    {
        frame = default;
        error = default;
        kind = FramedKind.Message;
        if (buffer.IsEmpty)
        {
            return false;
        }

        if (_searched == 0 && buffer.FirstSpan is [(byte)'\r' or (byte)'\n', ..])
        {
            return TryReadLineEnds(ref buffer, ref kind, ref frame, ref error);
        }

        if (_frameLength == 0 && !TryReadHead(buffer, ref frame, ref error))
        {
            return false;
        }

        if (buffer.Length < _frameLength)
        {
            return false;
        }

        Take(_frameLength, ref buffer, ref frame);
        _lineStart = _searched = _frameLength = 0;
        return true;
    }

    /// <summary>RFC 5626 §3.5.1: two line ends are a ping; one, once something else follows, is a pong.</summary>
    private static bool TryReadLineEnds(ref ReadOnlySequence<byte> buffer, ref FramedKind kind, ref ReadOnlySequence<byte> frame, ref SipParseError error)
    {
        Span<byte> start = stackalloc byte[4];
        var length = (int)Math.Min(buffer.Length, start.Length);
        buffer.Slice(0, length).CopyTo(start);
        start = start[..length];
        if (start.SequenceEqual("\r\n\r\n"u8))
        {
            kind = FramedKind.Ping;
            Take(4, ref buffer, ref frame);
            return true;
        }

        if ("\r\n\r\n"u8.StartsWith(start))
        {
            return false;
        }

        if (start is [(byte)'\r', not (byte)'\n', ..])
        {
            error = new SipParseError(SipParseErrorKind.BadStartLine, 0);
            return false;
        }

        kind = FramedKind.Pong;
        Take(start[0] == '\n' ? 1 : 2, ref buffer, ref frame);
        return true;
    }

    private static void Take(long length, ref ReadOnlySequence<byte> buffer, ref ReadOnlySequence<byte> frame)
    {
        frame = buffer.Slice(0, length);
        buffer = buffer.Slice(length);
    }

    private bool TryReadHead(ReadOnlySequence<byte> buffer, ref ReadOnlySequence<byte> frame, ref SipParseError error)
    {
        if (FindHeadEnd(buffer) is not { } headLength)
        {
            error = _searched > limits.MaxHeaderBytes ? new SipParseError(SipParseErrorKind.TooLarge, limits.MaxHeaderBytes) : default;
            return false;
        }

        if (headLength > limits.MaxHeaderBytes)
        {
            error = new SipParseError(SipParseErrorKind.TooLarge, limits.MaxHeaderBytes);
            return false;
        }

        var head = buffer.Slice(0, headLength);
        var bodyLength = ReadContentLength(head.IsSingleSegment ? head.FirstSpan : head.ToArray(), out error);
        if (!error.IsNone)
        {
            frame = head;
            return false;
        }

        _frameLength = headLength + bodyLength;
        return true;
    }

    /// <summary>The length of the start line, the headers and the blank line; null if the blank line is not there yet.</summary>
    private long? FindHeadEnd(ReadOnlySequence<byte> buffer)
    {
        var origin = buffer.GetOffset(buffer.Start);
        while (buffer.Slice(_searched).PositionOf((byte)'\n') is { } position)
        {
            var lineEnd = buffer.GetOffset(position) - origin;
            var line = buffer.Slice(_lineStart, lineEnd - _lineStart);
            _searched = lineEnd + 1;
            if (line.IsEmpty || (line.Length == 1 && line.FirstSpan[0] == '\r'))
            {
                return _searched;
            }

            _lineStart = _searched;
            if (_searched > limits.MaxHeaderBytes)
            {
                return null;
            }
        }

        _searched = buffer.Length;
        return null;
    }

    private int ReadContentLength(ReadOnlySpan<byte> head, out SipParseError error)
    {
        var reader = new HeaderLineReader(head, HeaderLineReader.IndexOfLineEnd(head, 0) + 1);
        var contentLength = default(ContentLengthReader);
        HeaderLineReader.Step step;
        while ((step = reader.Next()) is HeaderLineReader.Step.Header or HeaderLineReader.Step.BadLine)
        {
            if (step == HeaderLineReader.Step.Header && ContentLengthReader.IsContentLength(reader.Name))
            {
                contentLength.Add(reader.Value, reader.LineOffset);
            }
        }

        // RFC 3261 §20.14: over a stream Content-Length must be there, because nothing else says where the message ends.
        error = !contentLength.Fault.IsNone ? contentLength.Fault
            : contentLength.Length is null ? new SipParseError(SipParseErrorKind.BadContentLength, head.Length, 400)
            : contentLength.Length > limits.MaxBodyBytes ? new SipParseError(SipParseErrorKind.TooLarge, head.Length, 513)
            : default;
        return error.IsNone ? contentLength.Length!.Value : 0;
    }
}
