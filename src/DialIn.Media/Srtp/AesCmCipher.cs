using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DialIn.Media.Srtp;

/// <summary>AES in counter mode, then HMAC-SHA1 over all of it. RFC 3711 §4.1.1 and §4.2.1.</summary>
internal sealed class AesCmCipher(SessionKeys keys, int tagLength) : SrtpCipher(tagLength)
{
    private readonly AesCounterMode _aes = new(keys.Encryption, keys.Salt);
    private readonly IncrementalHash _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, keys.Authentication);

    /// <inheritdoc/>
    public override void Seal(Span<byte> packet, int headerLength, in SrtpPacketId id, Span<byte> tag)
    {
        _aes.Apply(packet[headerLength..], id.Ssrc, id.Index);
        Span<byte> full = stackalloc byte[SHA1.HashSizeInBytes];
        Authenticate(packet, id.Trailer, full);
        full[..TagLength].CopyTo(tag);
    }

    /// <inheritdoc/>
    public override bool TryOpen(Span<byte> packet, int headerLength, in SrtpPacketId id, ReadOnlySpan<byte> tag)
    {
        Span<byte> full = stackalloc byte[SHA1.HashSizeInBytes];
        Authenticate(packet, id.Trailer, full);
        if (!CryptographicOperations.FixedTimeEquals(full[..TagLength], tag))
        {
            return false;
        }

        _aes.Apply(packet[headerLength..], id.Ssrc, id.Index);
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _aes.Dispose();
        _hmac.Dispose();
    }

    // RFC 3711 §4.2: M is the packet, and after it the rollover counter, or for SRTCP the index that is sent as well.
    private void Authenticate(ReadOnlySpan<byte> packet, uint trailer, Span<byte> full)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(word, trailer);
        _hmac.AppendData(packet);
        _hmac.AppendData(word);
        _hmac.GetHashAndReset(full);
    }
}
