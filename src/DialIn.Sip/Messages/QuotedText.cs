using System.Buffers;
using System.Text;

namespace DialIn.Sip.Messages;

/// <summary>Quoted strings, RFC 3261 §25.1: text between double quotes in which a backslash protects one character.</summary>
internal static class QuotedText
{
    private static readonly SearchValues<char> QuoteOrBackslash = SearchValues.Create("\"\\");

    /// <summary>Finds the closing quote of the quoted string that begins at index 0.</summary>
    /// <returns>The index of the closing quote, or -1 if there is none.</returns>
    public static int IndexOfEnd(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Finds the first of two characters outside quoted strings.</summary>
    /// <returns>Its index; -1 if neither occurs; -2 if a quoted string is not closed.</returns>
    public static int IndexOfOutside(ReadOnlySpan<char> text, char first, char second)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"')
            {
                var end = IndexOfEnd(text[i..]);
                if (end < 0)
                {
                    return -2;
                }

                i += end;
            }
            else if (c == first || c == second)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The text that a quoted string stands for; text without quotes is returned as it is.</summary>
    public static string Unquote(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
        {
            return text;
        }

        var inner = text.AsSpan(1, text.Length - 2);
        if (!inner.Contains('\\'))
        {
            return inner.ToString();
        }

        var result = new StringBuilder(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '\\' && i + 1 < inner.Length)
            {
                i++;
            }

            result.Append(inner[i]);
        }

        return result.ToString();
    }

    /// <summary>Puts text between quotes. Line ends, which no quoted string can carry, become spaces.</summary>
    public static string Quote(string text)
    {
        if (!text.AsSpan().ContainsAny(QuoteOrBackslash) && !Tokens.HasLineEnd(text))
        {
            return $"\"{text}\"";
        }

        var result = new StringBuilder(text.Length + 8).Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
            {
                result.Append('\\');
            }

            result.Append(c is '\r' or '\n' ? ' ' : c);
        }

        return result.Append('"').ToString();
    }
}
