using System.Security.Cryptography;

namespace DialIn.Secrets;

/// <summary>A key that secrets are encrypted with: 256 bits, known by a number that tells nothing of it.</summary>
internal sealed class SecretKey : IDisposable
{
    /// <summary>Hexadecimal digits of a key as it is written.</summary>
    public const int HexLength = KeyBytes * 2;

    private const int KeyBytes = 32;
    private const int IdBytes = 4;

    private readonly byte[] _key;

    private SecretKey(byte[] key)
    {
        _key = key;
        // Of a hash with a purpose of its own: the number is stored in the clear.
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(key, "dialin secret key id"u8)[..IdBytes]);
    }

    /// <summary>Eight hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>The key's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _key;

    /// <summary>A new key from the system's cryptographic random source.</summary>
    public static SecretKey Create()
    {
        var key = GC.AllocateUninitializedArray<byte>(KeyBytes, pinned: true);
        RandomNumberGenerator.Fill(key);
        return new SecretKey(key);
    }

    /// <summary>Reads 64 hexadecimal digits; <see langword="null"/> for anything else.</summary>
    public static SecretKey? Parse(ReadOnlySpan<char> hex)
    {
        var key = GC.AllocateUninitializedArray<byte>(KeyBytes, pinned: true);
        return hex.Length == HexLength && Convert.FromHexString(hex, key, out _, out _) == System.Buffers.OperationStatus.Done ? new SecretKey(key) : null;
    }

    /// <summary>The key as it is written into a key file, for nobody else.</summary>
    public string Reveal() => Convert.ToHexStringLower(_key);

    /// <summary>The number, never the key.</summary>
    public override string ToString() => $"key {Id}";

    /// <summary>Zeroes the bytes.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}
