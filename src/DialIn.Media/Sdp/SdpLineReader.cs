namespace DialIn.Media.Sdp;

/// <summary>Cuts a description into lines and lines into fields, and knows the offset of each. Takes CRLF and LF.</summary>
internal ref struct SdpLineReader(ReadOnlySpan<byte> input)
{
    private readonly ReadOnlySpan<byte> _input = input;
    private int _next;

    /// <summary>Where the present line begins.</summary>
    public int Offset { get; private set; }

    /// <summary>The present line without its end.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>Goes to the next line that is not empty; the last one needs no line end.</summary>
    public bool MoveNext()
    {
        while (_next < _input.Length)
        {
            Offset = _next;
            var rest = _input[_next..];
            var end = rest.IndexOf((byte)'\n');
            _next = end < 0 ? _input.Length : _next + end + 1;
            Line = (end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r');
            if (!Line.IsEmpty)
            {
                return true;
            }
        }

        Offset = _input.Length;
        return false;
    }
}
