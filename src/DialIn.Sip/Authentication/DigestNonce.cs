using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DialIn.Sip.Authentication;

/// <summary>
/// A nonce that says itself when and for which realm it was made, sealed with a key: nothing is remembered of a nonce before
/// somebody has used it rightly, RFC 7616 §3.3.
/// </summary>
/// <param name="IssuedAt">When, in milliseconds since 1970.</param>
/// <param name="Id">What tells it from others of the same moment.</param>
internal readonly record struct DigestNonce(long IssuedAt, ulong Id)
{
    private const int PlainBytes = 16;
    private const int SealBytes = 16;

    /// <summary>A new one.</summary>
    public static DigestNonce New(long now) => new(now, BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    /// <summary>As it goes to the client: 64 hexadecimal digits.</summary>
    public string Seal(ReadOnlySpan<byte> key, string realm)
    {
        Span<byte> bytes = stackalloc byte[PlainBytes + SealBytes];
        Write(key, realm, bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Reads what a client brings back; false for one that this key did not make for this realm.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> key, string realm, string text, out DigestNonce nonce)
    {
        nonce = default;
        Span<byte> bytes = stackalloc byte[PlainBytes + SealBytes];
        if (text.Length != 2 * bytes.Length || Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        nonce = new DigestNonce(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(long)..]));
        Span<byte> expected = stackalloc byte[PlainBytes + SealBytes];
        nonce.Write(key, realm, expected);
        return CryptographicOperations.FixedTimeEquals(bytes, expected);
    }

    private void Write(ReadOnlySpan<byte> key, string realm, Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes, IssuedAt);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[sizeof(long)..], Id);
        HMACSHA256.HashData(key, [.. bytes[..PlainBytes], .. Encoding.UTF8.GetBytes(realm)]).AsSpan(0, SealBytes).CopyTo(bytes[PlainBytes..]);
    }
}
