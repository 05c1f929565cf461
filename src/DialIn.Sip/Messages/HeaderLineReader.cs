using System.Buffers;

namespace DialIn.Sip.Messages;

/// <summary>
/// Walks over the lines between the start line and the blank line. The parser and the stream framer both use it, so that
/// they cannot disagree about where a message ends.
/// </summary>
internal ref struct HeaderLineReader
{
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~"u8);

    private readonly ReadOnlySpan<byte> _input;

    /// <summary>Reads from an offset on.</summary>
    public HeaderLineReader(ReadOnlySpan<byte> input, int offset)
    {
        _input = input;
        Offset = offset;
        Name = [];
        Value = [];
    }

    /// <summary>What one step of the reader found.</summary>
    public enum Step
    {
        /// <summary>A header: <see cref="Name"/> and <see cref="Value"/> are set.</summary>
        Header,

        /// <summary>A line that is no header; <see cref="LineOffset"/> says where.</summary>
        BadLine,

        /// <summary>The blank line; <see cref="Offset"/> is where the body begins.</summary>
        Blank,

        /// <summary>The input ends before a line does.</summary>
        OutOfInput,
    }

    /// <summary>Where the next line begins.</summary>
    public int Offset { get; private set; }

    /// <summary>Where the line last read begins.</summary>
    public int LineOffset { get; private set; }

    /// <summary>The header's name, a token.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The header's value without white space around it, folds still in it.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether the value spans several lines.</summary>
    public bool IsFolded { get; private set; }

    /// <summary>Reads a line's end, which is CRLF or, tolerated, LF.</summary>
    /// <returns>The index of the LF, or -1.</returns>
    public static int IndexOfLineEnd(ReadOnlySpan<byte> input, int offset)
    {
        var index = input[offset..].IndexOf((byte)'\n');
        return index < 0 ? -1 : offset + index;
    }

    /// <summary>Reads the next line with its continuation lines.</summary>
    public Step Next()
    {
        LineOffset = Offset;
        var end = IndexOfLineEnd(_input, Offset);
        if (end < 0)
        {
            return Step.OutOfInput;
        }

        var next = end + 1;
        if (IsBlank(_input[Offset..end]))
        {
            Offset = next;
            return Step.Blank;
        }

        IsFolded = false;
        // RFC 3261 §7.3.1: a line that begins with white space continues the one before.
        while (next < _input.Length && _input[next] is (byte)' ' or (byte)'\t')
        {
            IsFolded = true;
            end = IndexOfLineEnd(_input, next);
            if (end < 0)
            {
                return Step.OutOfInput;
            }

            next = end + 1;
        }

        var line = _input[LineOffset..end];
        Offset = next;
        var colon = line.IndexOf((byte)':');
        // RFC 3261 §7.3.1: white space may stand before the colon.
        Name = colon < 0 ? [] : line[..colon].TrimEnd(" \t"u8);
        Value = colon < 0 ? [] : WireText.Trim(line[(colon + 1)..]);
        return Name.IsEmpty || Name.ContainsAnyExcept(TokenBytes) ? Step.BadLine : Step.Header;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IsEmpty || line.SequenceEqual("\r"u8);
}
