using DialIn.Media.Sdp;

namespace DialIn.Media.Srtp;

/// <summary>
/// Encrypts and authenticates the packets of one master key, either all SRTP or all SRTCP. Not thread-safe; allocates nothing
/// for a packet.
/// </summary>
internal abstract class SrtpCipher(int tagLength) : IDisposable
{
    /// <summary>Bytes of a tag.</summary>
    public int TagLength { get; } = tagLength;

    /// <summary>The cipher of a master key.</summary>
    public static SrtpCipher Create(MasterKey master, bool rtcp)
    {
        using var keys = SrtpKeyDerivation.Derive(master, rtcp);
        return master.Suite.IsAead
            ? new AesGcmCipher(keys, master.Suite.TagLength, rtcp)
            : new AesCmCipher(keys, rtcp ? master.Suite.RtcpTagLength : master.Suite.TagLength);
    }

    /// <summary>Encrypts in place.</summary>
    /// <param name="packet">Header and text.</param>
    /// <param name="headerLength">Bytes in front that stay readable.</param>
    /// <param name="id">What makes the keystream unique.</param>
    /// <param name="tag">Takes <see cref="TagLength"/> bytes.</param>
    public abstract void Seal(Span<byte> packet, int headerLength, in SrtpPacketId id, Span<byte> tag);

    /// <summary>Authenticates, and only then decrypts in place. What was not authentic may be spoilt.</summary>
    /// <returns>Whether it is authentic.</returns>
    public abstract bool TryOpen(Span<byte> packet, int headerLength, in SrtpPacketId id, ReadOnlySpan<byte> tag);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>What tells a packet from all others under the same key.</summary>
/// <param name="Ssrc">Its source.</param>
/// <param name="Index">SRTP: rollover counter and sequence number, 48 bits. SRTCP: the index, 31 bits.</param>
/// <param name="Trailer">What is authenticated after the packet: SRTP the rollover counter, SRTCP the word with E flag and index.</param>
internal readonly record struct SrtpPacketId(uint Ssrc, long Index, uint Trailer);
