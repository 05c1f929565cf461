using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DialIn.Media.Srtp;

/// <summary>
/// AES in counter mode as RFC 3711 §4.1.1 uses it, from the platform's AES: it encrypts the counters of a packet, and the
/// packet is XORed with them. Not thread-safe; allocates nothing for a packet.
/// </summary>
internal sealed class AesCounterMode : IDisposable
{
    private const int BlockLength = 16;
    private const int SsrcOffset = 4;
    private const int IndexOffset = 6;

    // The longest datagram there is; one buffer serves all streams of a thread.
    private const int MostBlocks = 128;

    [ThreadStatic]
    private static byte[]? _keystreamOfThread;

    private readonly ICryptoTransform _aes;
    private readonly byte[] _salt = new byte[BlockLength];

    /// <summary>Takes copies of key and salt.</summary>
    public AesCounterMode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB; // Counter mode is made out of single blocks.
        aes.Padding = PaddingMode.None;
        aes.SetKey(key);
        _aes = aes.CreateEncryptor();
        salt.CopyTo(_salt);
    }

    /// <summary>Encrypts or decrypts, which is the same.</summary>
    /// <param name="text">At most 2048 bytes, changed in place.</param>
    /// <param name="ssrc">The source.</param>
    /// <param name="index">The packet's index, 48 bits; never the same twice for one source and key.</param>
    public void Apply(Span<byte> text, uint ssrc, long index)
    {
        var keystream = _keystreamOfThread ??= new byte[MostBlocks * BlockLength];
        var length = (text.Length + BlockLength - 1) / BlockLength * BlockLength;
        Span<byte> counter = stackalloc byte[BlockLength];
        WriteFirst(counter, ssrc, index);
        for (var block = 0; block * BlockLength < length; block++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(counter[(BlockLength - sizeof(ushort))..], (ushort)block);
            counter.CopyTo(keystream.AsSpan(block * BlockLength));
        }

        if (length > 0)
        {
            _aes.TransformBlock(keystream, 0, length, keystream, 0);
            Xor(text, keystream);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_salt);
    }

    // IV = (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16)
    private void WriteFirst(Span<byte> counter, uint ssrc, long index)
    {
        _salt.CopyTo(counter);
        var word = counter[SsrcOffset..];
        BinaryPrimitives.WriteUInt32BigEndian(word, BinaryPrimitives.ReadUInt32BigEndian(word) ^ ssrc);
        var low = counter[IndexOffset..];
        BinaryPrimitives.WriteInt64BigEndian(low, BinaryPrimitives.ReadInt64BigEndian(low) ^ index);
    }

    private static void Xor(Span<byte> text, ReadOnlySpan<byte> keystream)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(text);
        var keyWords = MemoryMarshal.Cast<byte, ulong>(keystream);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] ^= keyWords[i];
        }

        for (var i = words.Length * sizeof(ulong); i < text.Length; i++)
        {
            text[i] ^= keystream[i];
        }
    }
}
