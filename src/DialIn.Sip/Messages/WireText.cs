using System.Text;
using System.Text.Unicode;

namespace DialIn.Sip.Messages;

/// <summary>Turns bytes of a header section into text.</summary>
internal static class WireText
{
    /// <summary>
    /// UTF-8, as RFC 3261 §7 has it; bytes that are not UTF-8 are read as Latin-1, which is what devices that ignore the RFC
    /// mean. A carriage return inside a line, which some readers take for a line end, becomes a space.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return string.Empty;
        }

        var text = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        return text.Contains('\r', StringComparison.Ordinal) ? text.Replace('\r', ' ') : text;
    }

    /// <summary>Joins the lines of a folded value with one space each, RFC 3261 §7.3.1.</summary>
    public static string Unfold(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = Trim(end < 0 ? bytes : bytes[..end]);
            if (!line.IsEmpty)
            {
                text.Append(text.Length == 0 ? string.Empty : " ").Append(Decode(line));
            }

            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }

        return text.ToString();
    }

    /// <summary>Removes the linear white space around a value.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes) => bytes.Trim(" \t\r\n"u8);
}
