namespace DialIn.Ivr;

/// <summary>
/// A key of a telephone: <c>0</c>-<c>9</c>, <c>*</c>, <c>#</c> (or <c>A</c>-<c>D</c>, which hardly any telephone has). It may
/// be a digit of a PIN, so it never prints itself; <see cref="Reveal"/> is the only way out.
/// </summary>
internal readonly struct TelephoneKey : IEquatable<TelephoneKey>
{
    private readonly char _key;

    private TelephoneKey(char key) => _key = key;

    /// <summary>The key that starts over.</summary>
    public static TelephoneKey Star { get; } = new('*');

    /// <summary>The key that ends an entry or changes the language.</summary>
    public static TelephoneKey Hash { get; } = new('#');

    /// <summary>Whether it is one of <c>0</c>-<c>9</c>.</summary>
    public bool IsDigit => char.IsAsciiDigit(_key);

    public static bool operator ==(TelephoneKey left, TelephoneKey right) => left.Equals(right);

    public static bool operator !=(TelephoneKey left, TelephoneKey right) => !left.Equals(right);

    /// <summary>Takes the key a telephone-event stands for.</summary>
    /// <returns><see langword="false"/> when the character is on no telephone.</returns>
    public static bool TryFrom(char character, out TelephoneKey key)
    {
        key = new TelephoneKey(character);
        return char.IsAsciiDigit(character) || character is '*' or '#' or (>= 'A' and <= 'D');
    }

    /// <summary>The key itself, for who sends it on.</summary>
    public char Reveal() => _key;

    /// <summary>Always the same sign.</summary>
    public override string ToString() => "•";

    public bool Equals(TelephoneKey other) => _key == other._key;

    public override bool Equals(object? obj) => obj is TelephoneKey other && Equals(other);

    public override int GetHashCode() => _key.GetHashCode();
}
