using System.Text;

namespace DialIn.Pins;

/// <summary>One line of a CSV file. Fields with line breaks are not known: nothing that we write has them.</summary>
internal static class CsvLine
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>The separator that a line of names has: whichever comes first; a comma if none does.</summary>
    public static char SeparatorOf(string header) => header.FirstOrDefault(static c => Separators.Contains(c), ',');

    /// <summary>Writes a line with commas.</summary>
    public static string Join(IEnumerable<string> fields) => string.Join(',', fields.Select(static field =>
        field.AsSpan().ContainsAny(',', '"') ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field));

    /// <summary>Reads a line; <see langword="null"/> if its quotes do not match.</summary>
    public static List<string>? Split(string line, char separator)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var i = 0;
        while (true)
        {
            field.Clear();
            if (i < line.Length && line[i] == '"')
            {
                if (!TryQuoted(line, ref i, field) || (i < line.Length && line[i] != separator))
                {
                    return null;
                }
            }
            else
            {
                for (; i < line.Length && line[i] != separator; i++)
                {
                    field.Append(line[i]);
                }
            }

            fields.Add(field.ToString());
            if (i++ == line.Length)
            {
                return fields;
            }
        }
    }

    // From the quote that opens to behind the one that closes; two of them inside are one.
    private static bool TryQuoted(string line, ref int i, StringBuilder field)
    {
        for (i++; i < line.Length; i++)
        {
            if (line[i] != '"')
            {
                field.Append(line[i]);
            }
            else if (i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[i++]);
            }
            else
            {
                i++;
                return true;
            }
        }

        return false;
    }
}
