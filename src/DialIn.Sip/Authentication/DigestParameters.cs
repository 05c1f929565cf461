using System.Text;

namespace DialIn.Sip.Authentication;

/// <summary>Reads and writes the <c>Digest name=value, name="quoted"</c> lists of RFC 3261 §25.1; never throws on what it reads.</summary>
internal static class DigestParameters
{
    private const string Scheme = "Digest";

    /// <summary>The parameters by lower-case name, or <c>false</c> for another scheme or a broken list.</summary>
    public static bool TryParse(ReadOnlySpan<char> value, out Dictionary<string, string> parameters)
    {
        parameters = new(StringComparer.OrdinalIgnoreCase);
        value = value.Trim();
        if (!value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || value.Length == Scheme.Length || !char.IsWhiteSpace(value[Scheme.Length]))
        {
            return false;
        }

        for (var rest = value[Scheme.Length..].TrimStart(); !rest.IsEmpty;)
        {
            var equals = rest.IndexOf('=');
            if (equals <= 0)
            {
                return false;
            }

            var name = rest[..equals].Trim();
            rest = rest[(equals + 1)..].TrimStart();
            if (!TryTakeValue(ref rest, out var text) || name.IsEmpty || !parameters.TryAdd(name.ToString(), text))
            {
                return false;
            }

            rest = rest.TrimStart();
            if (!rest.IsEmpty && rest[0] != ',')
            {
                return false;
            }

            rest = rest.IsEmpty ? rest : rest[1..].TrimStart();
        }

        return true;
    }

    /// <summary>Writes <c>name="value"</c> with quotes and backslashes escaped.</summary>
    public static StringBuilder AppendQuoted(this StringBuilder text, string name, string value)
    {
        text.Append(Separator(text)).Append(name).Append("=\"");
        foreach (var character in value)
        {
            if (character is '"' or '\\')
            {
                text.Append('\\');
            }

            text.Append(character);
        }

        return text.Append('"');
    }

    /// <summary>Writes <c>name=value</c>.</summary>
    public static StringBuilder AppendToken(this StringBuilder text, string name, string value) =>
        text.Append(Separator(text)).Append(name).Append('=').Append(value);

    /// <summary>The beginning of a list.</summary>
    public static StringBuilder Begin() => new(Scheme);

    private static string Separator(StringBuilder text) => text.Length == Scheme.Length ? " " : ", ";

    private static bool TryTakeValue(ref ReadOnlySpan<char> rest, out string value)
    {
        if (rest.IsEmpty || rest[0] != '"')
        {
            var end = rest.IndexOf(',');
            var token = (end < 0 ? rest : rest[..end]).Trim();
            value = token.ToString();
            rest = end < 0 ? default : rest[end..];
            return !token.IsEmpty && token.IndexOf('"') < 0;
        }

        // RFC 3261 §25.1: inside a quoted string a backslash takes the next character as it is.
        var unescaped = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                rest = rest[(i + 1)..];
                value = unescaped.ToString();
                return true;
            }

            if (rest[i] == '\\' && ++i == rest.Length)
            {
                break;
            }

            unescaped.Append(rest[i]);
        }

        value = "";
        return false;
    }
}
