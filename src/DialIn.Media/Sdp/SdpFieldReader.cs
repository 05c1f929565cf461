using System.Buffers.Text;
using System.Text;

namespace DialIn.Media.Sdp;

/// <summary>Cuts the value of a line at its spaces. Several spaces count as one, since some senders align with them.</summary>
internal ref struct SdpFieldReader(ReadOnlySpan<byte> value, int offset)
{
    private const byte Space = (byte)' ';
    private ReadOnlySpan<byte> _rest = value;
    private int _restOffset = offset;

    /// <summary>Where the present field begins in the whole input; after the last one, where it was missed.</summary>
    public int Offset { get; private set; } = offset;

    /// <summary>The present field.</summary>
    public ReadOnlySpan<byte> Field { get; private set; }

    /// <summary>Whether the last move found no further field.</summary>
    public bool IsAtEnd { get; private set; }

    public bool MoveNext()
    {
        var start = _rest.IndexOfAnyExcept(Space);
        if (start < 0)
        {
            IsAtEnd = true;
            Offset = _restOffset + _rest.Length;
            return false;
        }

        var length = _rest[start..].IndexOf(Space);
        length = length < 0 ? _rest.Length - start : length;
        Offset = _restOffset + start;
        Field = _rest.Slice(start, length);
        _restOffset += start + length;
        _rest = _rest[(start + length)..];
        return true;
    }

    /// <summary>The next field, if it is there and has only visible ASCII characters.</summary>
    public bool TryToken(out string token)
    {
        if (MoveNext() && !Field.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            token = Encoding.ASCII.GetString(Field);
            return true;
        }

        token = "";
        return false;
    }

    /// <summary>The next field, if it is there and only digits; what is too large for 64 bits becomes the largest number.</summary>
    public bool TryNumber(out ulong number)
    {
        number = 0;
        if (!MoveNext() || Field.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        number = Utf8Parser.TryParse(Field, out ulong parsed, out _) ? parsed : ulong.MaxValue;
        return true;
    }
}
