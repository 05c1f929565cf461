using DialIn.Pins;

namespace DialIn.Ivr;

/// <summary>Keys in the order in which they were pressed. Immutable; it never prints what it holds, nor how many.</summary>
internal readonly struct TypedKeys : IEquatable<TypedKeys>
{
    private readonly string? _keys;

    private TypedKeys(string keys) => _keys = keys;

    /// <summary>How many keys.</summary>
    public int Count => _keys?.Length ?? 0;

    public static bool operator ==(TypedKeys left, TypedKeys right) => left.Equals(right);

    public static bool operator !=(TypedKeys left, TypedKeys right) => !left.Equals(right);

    /// <summary>These keys and one more.</summary>
    public TypedKeys Add(TelephoneKey key) => new(_keys + key.Reveal());

    /// <summary>The keys one by one, for the machine that takes them up.</summary>
    public IEnumerable<TelephoneKey> ToKeys()
    {
        foreach (var character in _keys ?? "")
        {
            _ = TelephoneKey.TryFrom(character, out var key);
            yield return key;
        }
    }

    /// <summary>Whether the keys can be a PIN at all.</summary>
    public bool TryToPin(out Pin pin) => Pin.TryParse(_keys, out pin);

    /// <summary>Always <c>****</c>.</summary>
    public override string ToString() => "****";

    public bool Equals(TypedKeys other) => string.Equals(_keys ?? "", other._keys ?? "", StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is TypedKeys other && Equals(other);

    public override int GetHashCode() => (_keys ?? "").GetHashCode(StringComparison.Ordinal);
}
