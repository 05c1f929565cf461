namespace DialIn.Sip.Messages;

/// <summary>Cuts a header value at its commas, RFC 3261 §7.3.1, but not inside quotes or angle brackets.</summary>
internal static class ValueLists
{
    /// <summary>Adds each value, trimmed, to the list. Empty values are passed over; an unclosed quote or bracket runs to the end.</summary>
    public static void Split(string value, List<string> values)
    {
        var start = 0;
        var bracketed = false;
        for (var i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case '"' when !bracketed:
                    var end = QuotedText.IndexOfEnd(value.AsSpan(i));
                    i = end < 0 ? value.Length : i + end;
                    break;
                case '<':
                    bracketed = true;
                    break;
                case '>':
                    bracketed = false;
                    break;
                case ',' when !bracketed:
                    Add(value.AsSpan(start, i - start), values);
                    start = i + 1;
                    break;
                default:
                    break;
            }
        }

        if (start == 0)
        {
            if (value.Length > 0)
            {
                values.Add(value);
            }
        }
        else
        {
            Add(value.AsSpan(start), values);
        }
    }

    private static void Add(ReadOnlySpan<char> value, List<string> values)
    {
        value = Tokens.Trim(value);
        if (!value.IsEmpty)
        {
            values.Add(value.ToString());
        }
    }
}
