using System.Buffers.Binary;
using DialIn.Media.Rtp;
using DialIn.Media.Sdp;

namespace DialIn.Media.Srtp;

/// <summary>
/// Protects what one side sends under one master key: one RTP stream, and its RTCP. RFC 3711 §3.3 and §3.4. Not thread-safe.
/// </summary>
internal sealed class SrtpSender : IDisposable
{
    /// <summary>Bytes that a packet grows by, at most.</summary>
    public const int MostOverhead = 4 + 16;

    /// <summary>Bytes of an RTCP header that stay readable: the first eight. RFC 3711 §3.4.</summary>
    public const int RtcpHeaderLength = 8;

    /// <summary>The E flag: the packet is encrypted. RFC 3711 §3.4.</summary>
    public const uint RtcpEncrypted = 0x8000_0000;

    private const int SequenceNumberOffset = 2;
    private const int SsrcOffset = 8;
    private const int RtcpSsrcOffset = 4;

    private readonly SrtpCipher _rtp;
    private readonly SrtpCipher _rtcp;
    private ReplayWindow _sent;
    private uint _rtcpIndex;

    public SrtpSender(MasterKey key, SrtpSenderState? state = null)
    {
        (Key, _rtp, _rtcp) = (key, SrtpCipher.Create(key, rtcp: false), SrtpCipher.Create(key, rtcp: true));
        (_sent, _rtcpIndex) = state is null ? (ReplayWindow.Empty, 0) : (new ReplayWindow(state.Highest, state.Window), state.RtcpIndex);
    }

    /// <summary>The master key.</summary>
    public MasterKey Key { get; }

    /// <summary>Whether anything was protected with the key.</summary>
    public bool HasSent => _sent.Highest >= 0 || _rtcpIndex > 0;

    /// <summary>Where it stands.</summary>
    public SrtpSenderState State => new(_sent.Highest, _sent.Bits, _rtcpIndex);

    /// <summary>Protects an RTP packet in place.</summary>
    /// <param name="buffer">The packet, and room for <see cref="MostOverhead"/> bytes behind it.</param>
    /// <param name="length">Bytes of the packet.</param>
    /// <returns>Bytes of the protected packet; 0 when its sequence number was used before, and it must not be sent.</returns>
    public int Protect(Span<byte> buffer, int length)
    {
        if (!RtpPacket.TryReadHeaderLength(buffer[..length], out var headerLength) || headerLength > length)
        {
            return 0;
        }

        var sequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(buffer[SequenceNumberOffset..]);
        var index = _sent.Highest < 0 ? SrtpIndex.Of(0, sequenceNumber) : SrtpIndex.Estimate(_sent.Highest, sequenceNumber);
        if (!_sent.IsNew(index))
        {
            // RFC 3711 §9.1 and RFC 7714 §8.4: never two packets under the same keystream.
            return 0;
        }

        _sent = _sent.With(index);
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[SsrcOffset..]);
        var id = new SrtpPacketId(ssrc, index, SrtpIndex.RolloverCounter(index));
        _rtp.Seal(buffer[..length], headerLength, id, buffer.Slice(length, _rtp.TagLength));
        return length + _rtp.TagLength;
    }

    /// <summary>Protects an RTCP packet, compound or not, in place.</summary>
    /// <param name="buffer">The packet, and room for <see cref="MostOverhead"/> bytes behind it.</param>
    /// <param name="length">Bytes of the packet.</param>
    /// <returns>Bytes of the protected packet; 0 when it is too short, or the key has served 2^31 packets.</returns>
    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        if (length < RtcpHeaderLength || _rtcpIndex >= RtcpEncrypted - 1)
        {
            return 0;
        }

        var word = RtcpEncrypted | ++_rtcpIndex;
        var id = new SrtpPacketId(BinaryPrimitives.ReadUInt32BigEndian(buffer[RtcpSsrcOffset..]), _rtcpIndex, word);

        // RFC 3711 §3.4: the word, then the tag. RFC 7714 §9.2: the tag is the cipher's end, then the word.
        var (tagAt, wordAt) = Key.Suite.IsAead ? (length, length + _rtcp.TagLength) : (length + sizeof(uint), length);
        _rtcp.Seal(buffer[..length], RtcpHeaderLength, id, buffer.Slice(tagAt, _rtcp.TagLength));
        BinaryPrimitives.WriteUInt32BigEndian(buffer[wordAt..], word);
        return length + sizeof(uint) + _rtcp.TagLength;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }
}
