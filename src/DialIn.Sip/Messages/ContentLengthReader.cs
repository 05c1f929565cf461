using System.Buffers.Text;
using System.Text;

namespace DialIn.Sip.Messages;

/// <summary>Collects the Content-Length lines of one message, RFC 3261 §20.14. They say where the message ends, so they must agree.</summary>
internal struct ContentLengthReader
{
    private int _faultOffset;
    private bool _faulty;

    /// <summary>The length, or null while none was seen. A number that no limit allows is <see cref="int.MaxValue"/>.</summary>
    public int? Length { get; private set; }

    /// <summary>Whether the name is Content-Length, in its long or its compact form.</summary>
    public static bool IsContentLength(ReadOnlySpan<byte> name) =>
        name.Length == 1 ? name[0] is (byte)'l' or (byte)'L' : Ascii.EqualsIgnoreCase(name, "Content-Length"u8);

    /// <summary>Takes one line's value.</summary>
    public void Add(ReadOnlySpan<byte> value, int offset)
    {
        if (!TryParse(value, out var length) || (Length is { } other && other != length))
        {
            _faultOffset = _faulty ? _faultOffset : offset;
            _faulty = true;
        }
        else
        {
            Length = length;
        }
    }

    /// <summary>The fault, if a line was no number or two lines differ.</summary>
    public readonly SipParseError Fault => _faulty ? new SipParseError(SipParseErrorKind.BadContentLength, _faultOffset, 400) : default;

    private static bool TryParse(ReadOnlySpan<byte> value, out int length)
    {
        length = int.MaxValue;
        if (value.IsEmpty || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        if (Utf8Parser.TryParse(value, out int number, out var consumed) && consumed == value.Length)
        {
            length = number;
        }

        return true;
    }
}
