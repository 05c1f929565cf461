using DialIn.Calls;

namespace DialIn.Operations.Traces;

/// <summary>
/// Finds the numbers of one call's people wherever they stand, in a Call-ID or a field that only one carrier knows, and masks
/// them. Owned by one exchange and used under its lock.
/// </summary>
internal sealed class NumberScrub
{
    // Fewer digits than these are in ports and counters all the time; more of them differ between 0049…, +49… and 0….
    private const int Shortest = 6;
    private const int Longest = 8;

    // Two or three people are in a call and its diversions; an INVITE full of numbers must not make each message slow.
    private const int Most = 8;

    private readonly List<string> _ends = [];

    /// <summary>Remembers a number by its last digits; what is no number, or hardly one, is not worth it.</summary>
    public void Learn(string digits)
    {
        if (digits.Length >= Shortest && _ends.Count < Most && digits[^Math.Min(digits.Length, Longest)..] is var end && !_ends.Contains(end))
        {
            _ends.Add(end);
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _ends.Clear();

    /// <summary>The text with every number that was learnt masked, with all digits that stand before and behind it.</summary>
    public string Clean(string text)
    {
        foreach (var end in _ends)
        {
            for (var at = text.IndexOf(end, StringComparison.Ordinal); at >= 0; at = text.IndexOf(end, StringComparison.Ordinal))
            {
                var (from, to) = (at, at + end.Length);
                while (from > 0 && char.IsAsciiDigit(text[from - 1]))
                {
                    from--;
                }

                while (to < text.Length && char.IsAsciiDigit(text[to]))
                {
                    to++;
                }

                from -= from > 0 && text[from - 1] == '+' ? 1 : 0;
                text = $"{text.AsSpan(0, from)}{Mask(text[from..to])}{text.AsSpan(to)}";
            }
        }

        return text;
    }

    /// <summary>A number as the log has it, in characters that a URI may hold.</summary>
    public static string Mask(string number) => CallerNumber.Parse(number).ToString().Replace("…", "...", StringComparison.Ordinal);
}
