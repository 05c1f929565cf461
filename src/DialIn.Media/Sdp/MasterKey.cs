using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DialIn.Media.Sdp;

/// <summary>
/// A master key and its salt: what one side encrypts all its packets with. RFC 4568 §6.1. A secret: it does not print, and who
/// writes it down says so by calling <see cref="Reveal"/>. Immutable; equal when the bytes are.
/// </summary>
public sealed class MasterKey : IEquatable<MasterKey>
{
    private readonly byte[] _keyAndSalt;
    private readonly byte[] _identifier;

    private MasterKey(CryptoSuite suite, byte[] keyAndSalt, byte[] identifier) => (Suite, _keyAndSalt, _identifier) = (suite, keyAndSalt, identifier);

    /// <summary>The suite that it is for.</summary>
    public CryptoSuite Suite { get; }

    /// <summary>The master key identifier (MKI) that stands in each packet, or nothing.</summary>
    public ReadOnlySpan<byte> Identifier => _identifier;

    internal ReadOnlySpan<byte> Key => _keyAndSalt.AsSpan(0, Suite.KeyLength);

    internal ReadOnlySpan<byte> Salt => _keyAndSalt.AsSpan(Suite.KeyLength);

    /// <summary>A new random key.</summary>
    public static MasterKey Generate(CryptoSuite suite) =>
        new(suite, RandomNumberGenerator.GetBytes(suite.KeyLength + suite.SaltLength), []);

    /// <summary>Reads what <see cref="Reveal"/> wrote.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="text">Key and salt in base64; padding may be missing.</param>
    /// <param name="identifier">The master key identifier; empty for none.</param>
    /// <param name="key">The key when the result is true.</param>
    /// <returns>False when it is no base64, or not as long as the suite wants it.</returns>
    public static bool TryParse(CryptoSuite suite, string text, ReadOnlySpan<byte> identifier, [NotNullWhen(true)] out MasterKey? key)
    {
        key = null;
        var bytes = new byte[suite.KeyLength + suite.SaltLength];
        var padded = text.TrimEnd('=');
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        if (!Convert.TryFromBase64String(padded, bytes, out var written) || written != bytes.Length)
        {
            return false;
        }

        key = new MasterKey(suite, bytes, identifier.ToArray());
        return true;
    }

    /// <summary>Key and salt in base64, as <c>a=crypto</c> carries them.</summary>
    public string Reveal() => Convert.ToBase64String(_keyAndSalt);

    /// <summary>Whether both encrypt alike, under whatever identifier.</summary>
    internal bool IsSameSecretAs(MasterKey other) => Suite == other.Suite && CryptographicOperations.FixedTimeEquals(_keyAndSalt, other._keyAndSalt);

    /// <inheritdoc/>
    public bool Equals(MasterKey? other) =>
        other is not null && Suite == other.Suite
        && CryptographicOperations.FixedTimeEquals(_keyAndSalt, other._keyAndSalt) && _identifier.AsSpan().SequenceEqual(other._identifier);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MasterKey);

    /// <inheritdoc/>
    public override int GetHashCode() => Suite.GetHashCode();

    /// <summary>Never the key.</summary>
    public override string ToString() => "****";
}
