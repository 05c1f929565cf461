using System.Buffers;
using System.Globalization;
using System.Text;

namespace DialIn.Sip.Messages;

/// <summary>The % escapes of URIs, RFC 3261 §19.1.2. A % that is not an escape stands for itself.</summary>
internal static class PercentEncoding
{
    private const string Unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()";

    /// <summary>What the user part may hold as it is.</summary>
    public static readonly SearchValues<char> UserChars = SearchValues.Create(Unreserved + "&=+$,;?/");

    /// <summary>What the password may hold as it is.</summary>
    public static readonly SearchValues<char> PasswordChars = SearchValues.Create(Unreserved + "&=+$,");

    /// <summary>The text that the escaped text stands for; bytes that are not UTF-8 show as U+FFFD.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return Encoding.UTF8.GetString(bytes, 0, DecodeBytes(text, bytes));
    }

    /// <summary>Whether two escaped texts stand for the same bytes.</summary>
    public static bool AreSame(ReadOnlySpan<char> left, ReadOnlySpan<char> right, bool ignoreCase)
    {
        if (!left.Contains('%') && !right.Contains('%'))
        {
            return left.Equals(right, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }

        var leftBytes = new byte[Encoding.UTF8.GetMaxByteCount(left.Length)];
        var rightBytes = new byte[Encoding.UTF8.GetMaxByteCount(right.Length)];
        var decodedLeft = leftBytes.AsSpan(0, DecodeBytes(left, leftBytes));
        var decodedRight = rightBytes.AsSpan(0, DecodeBytes(right, rightBytes));
        return ignoreCase ? Ascii.EqualsIgnoreCase(decodedLeft, decodedRight) || decodedLeft.SequenceEqual(decodedRight) : decodedLeft.SequenceEqual(decodedRight);
    }

    /// <summary>Escapes every character that <paramref name="allowed"/> does not hold.</summary>
    public static string Encode(string text, SearchValues<char> allowed)
    {
        if (!text.AsSpan().ContainsAnyExcept(allowed))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 8);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b < 0x80 && allowed.Contains((char)b))
            {
                result.Append((char)b);
            }
            else
            {
                result.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return result.ToString();
    }

    private static int DecodeBytes(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            if (text.Length >= 3 && text[0] == '%' && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]))
            {
                bytes[length++] = byte.Parse(text.Slice(1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                text = text[3..];
                continue;
            }

            var next = text[1..].IndexOf('%');
            var literal = next < 0 ? text : text[..(next + 1)];
            length += Encoding.UTF8.GetBytes(literal, bytes[length..]);
            text = text[literal.Length..];
        }

        return length;
    }
}
