using System.Globalization;
using System.Text;

namespace DialIn.Benchmarks.Relay;

/// <summary>As much of bencode as rtpengine's control protocol needs: strings, and dictionaries of strings.</summary>
internal static class Bencode
{
    /// <summary>A dictionary of strings; a list of words is given as an array.</summary>
    public static string Dictionary(params (string Key, object Value)[] entries)
    {
        var text = new StringBuilder("d");
        foreach (var (key, value) in entries)
        {
            Append(text, key);
            if (value is string[] words)
            {
                text.Append('l');
                Array.ForEach(words, word => Append(text, word));
                text.Append('e');
            }
            else
            {
                Append(text, (string)value);
            }
        }

        return text.Append('e').ToString();
    }

    /// <summary>The string under a key; null when it is not there. The text is ASCII.</summary>
    public static string? Find(string text, string key)
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"{key.Length}:{key}");
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var rest = text.AsSpan(at + mark.Length);
        var colon = rest.IndexOf(':');
        return colon > 0 && int.TryParse(rest[..colon], CultureInfo.InvariantCulture, out var length) ? rest.Slice(colon + 1, length).ToString() : null;
    }

    private static void Append(StringBuilder text, string value) => text.Append(CultureInfo.InvariantCulture, $"{value.Length}:{value}");
}
