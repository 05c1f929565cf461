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

    // RFC 3966 §3 has the first four; people also write the last two, and at most three together: " - ".
    private const string Separators = "-.() /";
    private const int MostSeparators = 3;

    // 00, and what E.164 allows.
    private const int MostDigits = 17;

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

    /// <summary>
    /// The text with every number that was learnt masked, also where hyphens, dots and the like part its digits, with all digits that
    /// may be of the same number before and behind it.
    /// </summary>
    public string Clean(string text)
    {
        if (_ends.Count == 0)
        {
            return text;
        }

        StringBuilder? cleaned = null;
        var (group, copied, at) = (new List<int>(), 0, 0);
        while (at < text.Length)
        {
            at = TakeGroup(text, at, group);
            for (var (i, floor) = (0, 0); i < group.Count; i++)
            {
                var length = EndAt(text, group, i);
                if (length > 0)
                {
                    var (first, last) = Widen(group, i, i + length - 1, floor);
                    var from = group[first] > copied && text[group[first] - 1] == '+' ? group[first] - 1 : group[first];
                    var digits = string.Concat(group[first..(last + 1)].Select(index => text[index]));
                    (cleaned ??= new StringBuilder(text.Length)).Append(text.AsSpan(copied, from - copied)).Append(Mask(text[from] == '+' ? $"+{digits}" : digits));
                    (copied, i, floor) = (group[last] + 1, last, last + 1);
                }
            }
        }

        return cleaned is null ? text : cleaned.Append(text.AsSpan(copied)).ToString();
    }

    /// <summary>A number as the log has it, in characters that a URI may hold.</summary>
    public static string Mask(string number) => CallerNumber.Parse(number).ToString().Replace("…", "...", StringComparison.Ordinal);

    // Where digits stand that may be of one number: what parts them is short, and nothing but what people write into numbers.
    private static int TakeGroup(string text, int at, List<int> group)
    {
        group.Clear();
        var first = text.AsSpan(at).IndexOfAnyInRange('0', '9');
        if (first < 0)
        {
            return text.Length;
        }

        for (at += first; at < text.Length && (group.Count == 0 || at - group[^1] <= MostSeparators + 1); at++)
        {
            if (char.IsAsciiDigit(text[at]))
            {
                group.Add(at);
            }
            else if (!Separators.Contains(text[at], StringComparison.Ordinal))
            {
                break;
            }
        }

        return at;
    }

    // How many digits from here on are the end of a number that was learnt.
    private int EndAt(string text, List<int> group, int from)
    {
        foreach (var end in _ends)
        {
            var i = 0;
            while (i < end.Length && from + i < group.Count && text[group[from + i]] == end[i])
            {
                i++;
            }

            if (i == end.Length)
            {
                return i;
            }
        }

        return 0;
    }

    // Behind: what stands in the same run of digits. Before: that too, and whole runs in front of it, while all can be one number.
    private static (int First, int Last) Widen(List<int> group, int first, int last, int floor)
    {
        while (last + 1 < group.Count && group[last + 1] == group[last] + 1)
        {
            last++;
        }

        first = StartOfRun(group, first, floor);
        while (first > floor && StartOfRun(group, first - 1, floor) is var before && last - before < MostDigits)
        {
            first = before;
        }

        return (first, last);
    }

    private static int StartOfRun(List<int> group, int at, int floor)
    {
        while (at > floor && group[at - 1] == group[at] - 1)
        {
            at--;
        }

        return at;
    }
}
