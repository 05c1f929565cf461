namespace DialIn.Calls;

/// <summary>
/// Who calls: a telephone number, or nobody who wants to be known. It prints masked (<c>+49…34</c>), so that no log and no
/// record holds a full number; <see cref="Reveal"/> is the only way out.
/// </summary>
internal readonly struct CallerNumber : IEquatable<CallerNumber>
{
    // E.164 allows 15 digits; some carriers put a few of their own before them.
    private const int MaxDigits = 20;

    // Fewer digits than this are an extension: two shown digits would tell it.
    private const int MinDigitsToShow = 6;

    // With fewer digits behind it, what looks like a country code is the beginning of a local number.
    private const int ShortestNational = 8;

    private readonly string? _number;

    private CallerNumber(string number) => _number = number;

    /// <summary>The caller has withheld the number, or the carrier sent something that is none.</summary>
    public static CallerNumber Withheld => default;

    /// <summary>Whether there is no number.</summary>
    public bool IsWithheld => _number is null;

    /// <summary>The last two digits, which a moderator may see; empty when there is no number or hardly more of it.</summary>
    public string LastDigits => _number is { } number && number.Count(char.IsAsciiDigit) >= MinDigitsToShow ? number[^2..] : "";

    /// <summary>Whether it is one of the whole world, with a country code: only such a number is the same one everywhere.</summary>
    public bool IsInternational => _number?[0] == '+';

    /// <summary>The last digits, of a number that has at least four more; empty otherwise.</summary>
    /// <param name="count">How many, from 0.</param>
    public string LastDigitsOf(int count) =>
        count > 0 && _number is { } number && number.Count(char.IsAsciiDigit) >= count + MinDigitsToShow - 2 ? number[^count..] : "";

    public static bool operator ==(CallerNumber left, CallerNumber right) => left.Equals(right);

    public static bool operator !=(CallerNumber left, CallerNumber right) => !left.Equals(right);

    /// <summary>
    /// Reads the user part of a SIP URI or what follows <c>tel:</c>. Never throws: whatever is no number is a withheld one
    /// (<c>anonymous</c>, a name, nothing at all).
    /// </summary>
    /// <param name="user">Such as <c>+4961511234534</c>, <c>004961511234534</c>, <c>061511234534</c>, <c>tel:+49-6151-1234534;ext=5</c>.</param>
    /// <param name="country">Country code of the called number, from which a national number counts; empty where it is unknown.</param>
    public static CallerNumber Parse(string? user, ReadOnlySpan<char> country = default)
    {
        var rest = (user ?? "").AsSpan().Trim();
        if (rest.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[4..];
        }

        var end = rest.IndexOfAny(';', '@');
        rest = end < 0 ? rest : rest[..end];
        var isInternational = rest.StartsWith("+") || rest.StartsWith("%2B", StringComparison.OrdinalIgnoreCase);
        if (isInternational)
        {
            rest = rest[0] == '+' ? rest[1..] : rest[3..];
        }

        Span<char> digits = stackalloc char[MaxDigits];
        var count = 0;
        foreach (var character in rest)
        {
            // RFC 3966 §5.1.1: visual separators mean nothing.
            if (character is '-' or '.' or '(' or ')' or ' ')
            {
                continue;
            }

            if (!char.IsAsciiDigit(character) || count == MaxDigits)
            {
                return Withheld;
            }

            digits[count++] = character;
        }

        return FromDigits(digits[..count], isInternational, country);
    }

    /// <summary>The number itself, for the one function that makes pseudonyms of it.</summary>
    /// <exception cref="InvalidOperationException">It is withheld.</exception>
    public string Reveal() => _number ?? throw new InvalidOperationException("The number is withheld.");

    /// <summary>The masked number: country code, if it has one, and last two digits.</summary>
    public override string ToString()
    {
        if (_number is null)
        {
            return "withheld";
        }

        var prefix = LastDigits.Length > 0 && _number[0] == '+' ? _number[..(1 + CountryCodes.LengthIn(_number.AsSpan(1)))] : "";
        return $"{prefix}…{LastDigits}";
    }

    public bool Equals(CallerNumber other) => string.Equals(_number, other._number, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is CallerNumber other && Equals(other);

    public override int GetHashCode() => _number?.GetHashCode(StringComparison.Ordinal) ?? 0;

    private static CallerNumber FromDigits(ReadOnlySpan<char> digits, bool isInternational, ReadOnlySpan<char> country)
    {
        // Zeros alone are how some carriers write "withheld".
        if (!digits.ContainsAnyExcept('0'))
        {
            return Withheld;
        }

        // One caller must not be two because one carrier writes 00 where another one writes +.
        if (!isInternational && digits.StartsWith("00") && digits.Length > MinDigitsToShow)
        {
            return new CallerNumber($"+{digits[2..]}");
        }

        if (isInternational || country.IsEmpty || digits.Length < MinDigitsToShow)
        {
            return new CallerNumber(isInternational ? $"+{digits}" : digits.ToString());
        }

        // 0 and the national number, in countries that dial so.
        if (digits[0] == '0' && CountryCodes.DialsZero(country))
        {
            return new CallerNumber($"+{country}{digits[1..]}");
        }

        // The international number without its plus sign; and the national one of North America, which always has ten digits.
        return digits.StartsWith(country) && digits.Length >= country.Length + ShortestNational ? new CallerNumber($"+{digits}")
            : country is "1" && digits.Length == 10 ? new CallerNumber($"+1{digits}")
            : new CallerNumber(digits.ToString());
    }
}
