using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DialIn.Media.Srtp;

/// <summary>AES-GCM. RFC 7714 §8 for SRTP and §9 for SRTCP.</summary>
internal sealed class AesGcmCipher(SessionKeys keys, int tagLength, bool rtcp) : SrtpCipher(tagLength)
{
    private const int NonceLength = 12;
    private const int SsrcOffset = 2;
    private const int IndexOffset = 4;

    // An RTP header with all its CSRCs and an extension; longer ones are not authentic to us.
    private const int MostAssociated = 512;

    private readonly AesGcm _aes = new(keys.Encryption, tagLength);
    private readonly byte[] _salt = [.. keys.Salt];

    /// <inheritdoc/>
    public override void Seal(Span<byte> packet, int headerLength, in SrtpPacketId id, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, id);
        Span<byte> associated = stackalloc byte[MostAssociated];
        var text = packet[headerLength..];
        _aes.Encrypt(nonce, text, text, tag, Associated(packet[..headerLength], id, associated));
    }

    /// <inheritdoc/>
    public override bool TryOpen(Span<byte> packet, int headerLength, in SrtpPacketId id, ReadOnlySpan<byte> tag)
    {
        if (headerLength > MostAssociated - sizeof(uint))
        {
            return false;
        }

        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, id);
        Span<byte> buffer = stackalloc byte[MostAssociated];
        var associated = Associated(packet[..headerLength], id, buffer);
        Span<byte> expected = stackalloc byte[tag.Length];

        // The platform's way to decrypt throws at a wrong tag, so that every forged packet would cost an exception. Encrypting is
        // the same step both ways: once for the text, and once more for the tag that belongs to it.
        var text = packet[headerLength..];
        Span<byte> again = stackalloc byte[text.Length];
        _aes.Encrypt(nonce, text, text, expected, associated);
        _aes.Encrypt(nonce, text, again, expected, associated);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_salt);
    }

    // RFC 7714 §8.1 and §9.1: two zero bytes, SSRC, 48 bits of index; XORed with the salt.
    private void WriteNonce(Span<byte> nonce, in SrtpPacketId id)
    {
        _salt.CopyTo(nonce);
        var word = nonce[SsrcOffset..];
        BinaryPrimitives.WriteUInt32BigEndian(word, BinaryPrimitives.ReadUInt32BigEndian(word) ^ id.Ssrc);
        var low = nonce[IndexOffset..];
        BinaryPrimitives.WriteInt64BigEndian(low, BinaryPrimitives.ReadInt64BigEndian(low) ^ id.Index);
    }

    // RFC 7714 §8.2: the header. RFC 7714 §9.2: the header and the word with the index.
    private ReadOnlySpan<byte> Associated(ReadOnlySpan<byte> header, in SrtpPacketId id, Span<byte> buffer)
    {
        if (!rtcp)
        {
            return header;
        }

        header.CopyTo(buffer);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[header.Length..], id.Trailer);
        return buffer[..(header.Length + sizeof(uint))];
    }
}
