namespace DialIn.Trunks;

/// <summary>
/// Finds which of the configured numbers was dialled. Carriers write the same number as <c>+4961511234567</c>,
/// <c>004961511234567</c>, <c>4961511234567</c>, <c>061511234567</c> or only its local part.
/// </summary>
internal static class CalledNumber
{
    // A shorter end could belong to several numbers of one town.
    private const int ShortestLocalPart = 5;

    /// <summary>The configured number that <paramref name="dialled"/> means, or null when it is none of them.</summary>
    public static PhoneNumberOptions? Find(IReadOnlyList<PhoneNumberOptions> numbers, string? dialled)
    {
        var digits = string.Concat((dialled ?? "").Where(char.IsAsciiDigit));
        var international = dialled is not null && dialled.StartsWith('+');
        if (!international)
        {
            // 00 of international and 0 of national dialling.
            digits = digits.TrimStart('0');
        }

        if (digits.Length == 0)
        {
            return null;
        }

        PhoneNumberOptions? found = null;
        foreach (var number in numbers)
        {
            var own = number.Number.TrimStart('+');
            if (own == digits)
            {
                return number;
            }

            if (found is null && !international && digits.Length >= ShortestLocalPart && own.EndsWith(digits, StringComparison.Ordinal))
            {
                found = number;
            }
        }

        return found;
    }
}
