namespace DialIn.Pins;

/// <summary>
/// Which PINs a stranger would try first. A pure function; new PINs are never among them. In 9 digits the rules take less than one
/// PIN in a hundred, so they give a guesser nothing.
/// </summary>
/// <remarks>
/// A PIN is trivial if
/// (1) five digits side by side are the same, or go up or down by one, 0 and 9 being neighbours (<c>481234506</c>);
/// (2) it is a group repeated from end to end, the last time perhaps in part (<c>121212121</c>, <c>481481481</c>);
/// (3) five digits side by side stand so in one of our telephone numbers.
/// </remarks>
internal static class TrivialPins
{
    // Five: the whole of the shortest PIN. Of four, one long PIN in fifty would fall under the rules.
    private const int Stretch = 5;

    /// <summary>Whether the digits are trivial.</summary>
    /// <param name="digits">5 to 12 digits.</param>
    /// <param name="phoneNumbers">Our telephone numbers; whatever is no digit in them is passed over.</param>
    public static bool IsTrivial(ReadOnlySpan<char> digits, IEnumerable<string> phoneNumbers)
    {
        if (HasRun(digits) || IsRepetition(digits))
        {
            return true;
        }

        foreach (var number in phoneNumbers)
        {
            if (SharesStretch(digits, DigitsOf(number)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The digits of a telephone number.</summary>
    public static string DigitsOf(string number) =>
        number.AsSpan().ContainsAnyExceptInRange('0', '9') ? string.Concat(number.Where(char.IsAsciiDigit)) : number;

    private static bool HasRun(ReadOnlySpan<char> digits)
    {
        var (step, length) = (-1, 1);
        for (var i = 1; i < digits.Length; i++)
        {
            var next = (digits[i] - digits[i - 1] + 10) % 10;
            length = next == step ? length + 1 : 2;
            step = next;
            if (length >= Stretch && (step is 0 or 1 or 9))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRepetition(ReadOnlySpan<char> digits)
    {
        for (var group = 1; group * 2 <= digits.Length; group++)
        {
            if (digits[group..].SequenceEqual(digits[..^group]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool SharesStretch(ReadOnlySpan<char> digits, ReadOnlySpan<char> number)
    {
        for (var i = 0; i + Stretch <= digits.Length; i++)
        {
            if (number.IndexOf(digits.Slice(i, Stretch)) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
