using System.Diagnostics.CodeAnalysis;

namespace DialIn.Pins;

/// <summary>
/// The digits that lead a caller to a room: 5 to 12 of 0-9. It prints as <c>****</c>, so that no log, trace or exception
/// can hold one by accident; <see cref="Reveal"/> is the only way out.
/// </summary>
internal readonly struct Pin : IEquatable<Pin>
{
    /// <summary>Fewest digits of a PIN. BBB itself starts at five.</summary>
    public const int MinLength = 5;

    /// <summary>Most digits of a PIN. Nobody types more without a mistake.</summary>
    public const int MaxLength = 12;

    private readonly string? _digits;

    private Pin(string digits) => _digits = digits;

    /// <summary>Number of digits; 0 for <c>default</c>, which is no PIN.</summary>
    public int Length => _digits?.Length ?? 0;

    public static bool operator ==(Pin left, Pin right) => left.Equals(right);

    public static bool operator !=(Pin left, Pin right) => !left.Equals(right);

    /// <summary>Reads a PIN.</summary>
    /// <param name="text">Digits, nothing else: no blanks, no signs.</param>
    /// <param name="pin">The PIN, if there is one.</param>
    /// <returns><see langword="false"/> when the text is not 5 to 12 ASCII digits.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Pin pin)
    {
        pin = default;
        if (text.Length is < MinLength or > MaxLength || text.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        pin = new Pin(text.ToString());
        return true;
    }

    /// <summary>The digits themselves, for the store and for the people who may know them.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default(Pin)</c>.</exception>
    public string Reveal() => _digits ?? throw new InvalidOperationException("This is no PIN.");

    /// <summary>The digits in groups of three, as they are read aloud: <c>123 456 789</c>, <c>12 345</c>.</summary>
    public string RevealGrouped()
    {
        var digits = Reveal();
        var first = digits.Length % 3 == 0 ? 3 : digits.Length % 3;
        var groups = new List<string> { digits[..first] };
        for (var i = first; i < digits.Length; i += 3)
        {
            groups.Add(digits.Substring(i, 3));
        }

        return string.Join(' ', groups);
    }

    /// <summary>Always <c>****</c>.</summary>
    public override string ToString() => "****";

    public bool Equals(Pin other) => string.Equals(_digits, other._digits, StringComparison.Ordinal);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Pin other && Equals(other);

    public override int GetHashCode() => _digits?.GetHashCode(StringComparison.Ordinal) ?? 0;
}
