using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DialIn.Media.Sdp;

/// <summary>
/// Reads a description that anybody may have sent. Strict only where the meaning hangs on it: <c>v= o= c= m=</c>. Tolerant of
/// missing and unknown lines, of their order before the first <c>m=</c>, of empty lines and of odd attributes.
/// </summary>
internal ref struct SdpParser(ReadOnlySpan<byte> input)
{
    private static readonly SearchValues<byte> TimingCharacters = SearchValues.Create("0123456789 "u8);

    // Some senders count the end of a C string into the body.
    private readonly ReadOnlySpan<byte> _input = input.TrimEnd((byte)0);
    private readonly List<SdpAttribute> _sessionAttributes = [];
    private readonly List<MediaDescription> _media = [];
    private List<SdpAttribute> _mediaAttributes = [];
    private Origin? _origin;
    private string? _sessionName;
    private string? _timing;
    private ConnectionData? _sessionConnection;
    private SdpParseError _error;

    public bool TryParse([NotNullWhen(true)] out SessionDescription? description, out SdpParseError error)
    {
        description = TryLines() ? Description() : null;
        error = _error;
        return description is not null;
    }

    private SessionDescription Description() => new()
    {
        Origin = _origin ?? Origin.Missing,
        SessionName = _sessionName ?? "-",
        Timing = _timing ?? "0 0",
        Connection = _sessionConnection,
        Attributes = _sessionAttributes,
        Media = _media,
    };

    private bool TryLines()
    {
        if (_input.Length > SdpLimits.Bytes)
        {
            return Fail(SdpFault.TooLong, SdpLimits.Bytes);
        }

        var lines = new SdpLineReader(_input);
        if (!lines.MoveNext() || !lines.Line.TrimEnd((byte)' ').SequenceEqual("v=0"u8))
        {
            return Fail(SdpFault.Version, lines.Offset);
        }

        for (var count = 1; lines.MoveNext(); count++)
        {
            if (count == SdpLimits.Lines)
            {
                return Fail(SdpFault.TooManyLines, lines.Offset);
            }

            if (lines.Line.Length < 2 || lines.Line[1] != '=' || !char.IsAsciiLetter((char)lines.Line[0]))
            {
                return Fail(SdpFault.Line, lines.Offset);
            }

            if (!TryLine(lines.Line[0], lines.Line[2..], lines.Offset + 2))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryLine(byte type, ReadOnlySpan<byte> value, int offset)
    {
        switch (type)
        {
            case (byte)'o' when _origin is null:
                return TryOrigin(new SdpFieldReader(value, offset));
            case (byte)'c':
                return TryConnection(new SdpFieldReader(value, offset));
            case (byte)'m':
                return TryMedia(new SdpFieldReader(value, offset));
            case (byte)'a':
                AddAttribute(Encoding.UTF8.GetString(value));
                return true;
            case (byte)'s' when !value.IsEmpty:
                _sessionName ??= Encoding.UTF8.GetString(value);
                return true;
            case (byte)'t' when !value.IsEmpty && !value.ContainsAnyExcept(TimingCharacters):
                _timing ??= Encoding.ASCII.GetString(value);
                return true;
            default:
                return true;
        }
    }

    private bool TryOrigin(SdpFieldReader fields)
    {
        if (!fields.MoveNext())
        {
            return Fail(SdpFault.Origin, fields.Offset);
        }

        var username = Encoding.UTF8.GetString(fields.Field);
        if (!fields.TryNumber(out var sessionId) || !fields.TryNumber(out var version)
            || !fields.TryToken(out _) || !fields.TryToken(out _) || !fields.TryToken(out var address))
        {
            return Fail(SdpFault.Origin, fields.Offset);
        }

        _origin = new Origin(username, sessionId, version, address);
        return true;
    }

    private bool TryConnection(SdpFieldReader fields)
    {
        if (!fields.TryToken(out _) || !fields.TryToken(out _) || !fields.TryToken(out var address))
        {
            return Fail(SdpFault.Connection, fields.Offset);
        }

        // RFC 8866 §5.7: several lines in one media are multicast layers; only the first matters to a call.
        if (_media.Count == 0)
        {
            _sessionConnection ??= ConnectionData.Parse(address);
        }
        else if (_media[^1].Connection is null)
        {
            _media[^1] = _media[^1] with { Connection = ConnectionData.Parse(address) };
        }

        return true;
    }

    private bool TryMedia(SdpFieldReader fields)
    {
        if (_media.Count == SdpLimits.Media)
        {
            return Fail(SdpFault.TooManyMedia, fields.Offset);
        }

        if (!fields.TryToken(out var kind) || !fields.MoveNext())
        {
            return Fail(SdpFault.Media, fields.Offset);
        }

        if (!TryPort(fields.Field, out var port))
        {
            return Fail(SdpFault.Port, fields.Offset);
        }

        if (!fields.TryToken(out var protocol) || !fields.TryToken(out var format))
        {
            return Fail(SdpFault.Media, fields.Offset);
        }

        var formats = new List<string> { format };
        while (fields.TryToken(out format))
        {
            if (formats.Count == SdpLimits.Formats)
            {
                return Fail(SdpFault.TooManyFormats, fields.Offset);
            }

            formats.Add(format);
        }

        if (!fields.IsAtEnd)
        {
            return Fail(SdpFault.Media, fields.Offset);
        }

        _mediaAttributes = [];
        _media.Add(new MediaDescription { Kind = kind, Port = port, Protocol = protocol, Formats = formats, Attributes = _mediaAttributes });
        return true;
    }

    // "port/count" announces several streams; a call has one.
    private static bool TryPort(ReadOnlySpan<byte> field, out int port)
    {
        port = Utf8Parser.TryParse(field, out ushort number, out var used) ? number : 0;
        return used > 0 && char.IsAsciiDigit((char)field[0]) && (used == field.Length || field[used] == '/');
    }

    private void AddAttribute(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? line.TrimEnd() : line[..colon];
        if (name.Length > 0)
        {
            (_media.Count == 0 ? _sessionAttributes : _mediaAttributes).Add(new SdpAttribute(name, colon < 0 ? null : line[(colon + 1)..].Trim()));
        }
    }

    private bool Fail(SdpFault fault, int offset)
    {
        _error = new SdpParseError(fault, offset);
        return false;
    }
}
