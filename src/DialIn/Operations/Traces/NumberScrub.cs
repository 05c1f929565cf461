using System.Text;
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
        StringBuilder? cleaned = null;
        var (copied, at) = (0, 0);
        while (_ends.Count > 0 && at < text.Length)
        {
            var from = text.AsSpan(at).IndexOfAnyInRange('0', '9');
            if (from < 0)
            {
                break;
            }

            from += at;
            var length = text.AsSpan(from).IndexOfAnyExceptInRange('0', '9');
            at = length < 0 ? text.Length : from + length;
            if (Holds(text.AsSpan(from, at - from)))
            {
                from -= from > copied && text[from - 1] == '+' ? 1 : 0;
                (cleaned ??= new StringBuilder(text.Length)).Append(text.AsSpan(copied, from - copied)).Append(Mask(text[from..at]));
                copied = at;
            }
        }

        return cleaned is null ? text : cleaned.Append(text.AsSpan(copied)).ToString();
    }

    /// <summary>A number as the log has it, in characters that a URI may hold.</summary>
    public static string Mask(string number) => CallerNumber.Parse(number).ToString().Replace("…", "...", StringComparison.Ordinal);

    private bool Holds(ReadOnlySpan<char> digits)
    {
        foreach (var end in _ends)
        {
            if (digits.Length >= Shortest && digits.IndexOf(end, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
