using System.Buffers.Binary;
using DialIn.Media.Rtp;
using DialIn.Media.Sdp;

namespace DialIn.Media.Srtp;

/// <summary>
/// Opens what the peer sends under one master key: RTP and RTCP of any of its sources. RFC 3711 §3.3 and §3.4. A source is
/// known once a packet of it was authentic (RFC 4568 §6.4.1), so strangers make no state. Not thread-safe.
/// </summary>
internal sealed class SrtpReceiver : IDisposable
{
    // A peer has one source, and another after a transfer behind its back.
    private const int MostSources = 4;

    private const int SequenceNumberOffset = 2;
    private const int SsrcOffset = 8;
    private const int RtcpSsrcOffset = 4;

    private readonly SrtpCipher _rtp;
    private readonly SrtpCipher _rtcp;
    private readonly Source[] _sources = new Source[MostSources];
    private readonly uint _carriedRollover;
    private long _accepted;

    /// <summary>Begins with a key.</summary>
    /// <param name="key">The peer's master key.</param>
    /// <param name="carriedRollover">The rollover counter under the key before this one; some peers go on with it.</param>
    public SrtpReceiver(MasterKey key, uint carriedRollover = 0)
    {
        (Key, _rtp, _rtcp) = (key, SrtpCipher.Create(key, rtcp: false), SrtpCipher.Create(key, rtcp: true));
        _carriedRollover = Rollover = carriedRollover;
    }

    /// <summary>The master key.</summary>
    public MasterKey Key { get; }

    /// <summary>The rollover counter of the source that was heard last; before that, the one that was carried here.</summary>
    public uint Rollover { get; private set; }

    /// <summary>What was received, for each source.</summary>
    public IReadOnlyList<SrtpSourceState> State =>
        [.. _sources.Where(source => source.IsKnown).OrderBy(source => source.LastAccepted).Select(source => new SrtpSourceState(
            source.Ssrc, source.Rtp.Highest, source.Rtp.Bits, source.Rtcp.Highest, source.Rtcp.Bits))];

    /// <summary>Continues what another process has received.</summary>
    public void Restore(IReadOnlyList<SrtpSourceState> sources)
    {
        foreach (var state in sources.Take(MostSources))
        {
            ref var source = ref Know(state.Ssrc);
            (source.Rtp, source.Rtcp) = (new ReplayWindow(state.Highest, state.Window), new ReplayWindow(state.RtcpHighest, state.RtcpWindow));
            Rollover = state.Highest >= 0 ? SrtpIndex.RolloverCounter(state.Highest) : Rollover;
        }
    }

    /// <summary>Opens an RTP packet.</summary>
    /// <param name="packet">The protected packet.</param>
    /// <param name="destination">Takes the packet; at least as long as the protected one.</param>
    /// <param name="length">Bytes of the packet, when it was accepted.</param>
    public SrtpVerdict Unprotect(ReadOnlySpan<byte> packet, Span<byte> destination, out int length)
    {
        length = packet.Length - _rtp.TagLength - Key.Identifier.Length;
        if (!RtpPacket.TryReadHeaderLength(packet, out var headerLength) || headerLength > length)
        {
            return SrtpVerdict.Malformed;
        }

        // RFC 3711 §3.1: the identifier, then the tag. RFC 7714 §8.2: the tag is the cipher's end, then the identifier.
        var (tagAt, identifierAt) = Key.Suite.IsAead ? (length, length + _rtp.TagLength) : (packet.Length - _rtp.TagLength, length);
        if (!IsOurs(packet, identifierAt))
        {
            return SrtpVerdict.Unauthentic;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[SsrcOffset..]);
        var sequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(packet[SequenceNumberOffset..]);
        var tag = packet.Slice(tagAt, _rtp.TagLength);
        var received = Find(ssrc) is >= 0 and var place ? _sources[place].Rtp : ReplayWindow.Empty;
        if (received.Highest >= 0)
        {
            var index = SrtpIndex.Estimate(received.Highest, sequenceNumber);
            return !received.IsNew(index) ? SrtpVerdict.Replayed
                : TryOpen(packet[..length], tag, headerLength, ssrc, index, destination) ? SrtpVerdict.Accepted
                : SrtpVerdict.Unauthentic;
        }

        // RFC 4568 §6.4: a source begins with rollover counter 0. Its first packets may be lost just before it wraps, and after
        // a change of the key RFC 3711 §3.3.1 lets the counter go on while most peers begin anew.
        return TryOpen(packet[..length], tag, headerLength, ssrc, SrtpIndex.Of(0, sequenceNumber), destination)
            || TryOpen(packet[..length], tag, headerLength, ssrc, SrtpIndex.Of(1, sequenceNumber), destination)
            || (_carriedRollover > 1 && TryOpen(packet[..length], tag, headerLength, ssrc, SrtpIndex.Of(_carriedRollover, sequenceNumber), destination))
            || (_carriedRollover > 0 && TryOpen(packet[..length], tag, headerLength, ssrc, SrtpIndex.Of(_carriedRollover + 1, sequenceNumber), destination))
            ? SrtpVerdict.Accepted
            : SrtpVerdict.Unauthentic;
    }

    /// <summary>Opens an RTCP packet.</summary>
    /// <param name="packet">The protected packet.</param>
    /// <param name="destination">Takes the packet; at least as long as the protected one.</param>
    /// <param name="length">Bytes of the packet, when it was accepted.</param>
    public SrtpVerdict UnprotectRtcp(ReadOnlySpan<byte> packet, Span<byte> destination, out int length)
    {
        length = packet.Length - sizeof(uint) - _rtcp.TagLength - Key.Identifier.Length;
        if (length < SrtpSender.RtcpHeaderLength)
        {
            return SrtpVerdict.Malformed;
        }

        // RFC 3711 §3.4: word, identifier, tag. RFC 7714 §9.2: tag, word, identifier.
        var (tagAt, wordAt) = Key.Suite.IsAead ? (length, length + _rtcp.TagLength) : (packet.Length - _rtcp.TagLength, length);
        var word = BinaryPrimitives.ReadUInt32BigEndian(packet[wordAt..]);
        if ((word & SrtpSender.RtcpEncrypted) == 0 || !IsOurs(packet, wordAt + sizeof(uint)))
        {
            // RFC 4568 §6.3.2: without UNENCRYPTED_SRTCP, which we refuse, the E flag is set in all packets.
            return SrtpVerdict.Unauthentic;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[RtcpSsrcOffset..]);
        long index = word & ~SrtpSender.RtcpEncrypted;
        if (Find(ssrc) is >= 0 and var place && !_sources[place].Rtcp.IsNew(index))
        {
            return SrtpVerdict.Replayed;
        }

        packet[..length].CopyTo(destination);
        var id = new SrtpPacketId(ssrc, index, word);
        if (!_rtcp.TryOpen(destination[..length], SrtpSender.RtcpHeaderLength, id, packet.Slice(tagAt, _rtcp.TagLength)))
        {
            return SrtpVerdict.Unauthentic;
        }

        ref var source = ref Know(ssrc);
        source.Rtcp = source.Rtcp.With(index);
        return SrtpVerdict.Accepted;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    private bool TryOpen(
        ReadOnlySpan<byte> packet, ReadOnlySpan<byte> tag, int headerLength, uint ssrc, long index, Span<byte> destination)
    {
        packet.CopyTo(destination);
        var id = new SrtpPacketId(ssrc, index, SrtpIndex.RolloverCounter(index));
        if (!_rtp.TryOpen(destination[..packet.Length], headerLength, id, tag))
        {
            return false;
        }

        ref var source = ref Know(ssrc);
        source.Rtp = source.Rtp.With(index);
        Rollover = SrtpIndex.RolloverCounter(source.Rtp.Highest);
        return true;
    }

    private bool IsOurs(ReadOnlySpan<byte> packet, int identifierAt) =>
        packet.Slice(identifierAt, Key.Identifier.Length).SequenceEqual(Key.Identifier);

    private int Find(uint ssrc)
    {
        for (var i = 0; i < MostSources; i++)
        {
            if (_sources[i].IsKnown && _sources[i].Ssrc == ssrc)
            {
                return i;
            }
        }

        return -1;
    }

    // Only for an authentic packet, so that strangers push nobody out. The source that was silent for longest makes room: music
    // on hold has a new one each time, and the caller who comes back goes on with the old indexes.
    private ref Source Know(uint ssrc)
    {
        var place = Find(ssrc);
        if (place < 0)
        {
            place = 0;
            for (var i = 1; i < MostSources; i++)
            {
                place = _sources[i].LastAccepted < _sources[place].LastAccepted ? i : place;
            }

            _sources[place] = new Source { IsKnown = true, Ssrc = ssrc, Rtp = ReplayWindow.Empty, Rtcp = ReplayWindow.Empty };
        }

        ref var source = ref _sources[place];
        source.LastAccepted = ++_accepted;
        return ref source;
    }

    private struct Source
    {
        public bool IsKnown;
        public uint Ssrc;
        public long LastAccepted;
        public ReplayWindow Rtp;
        public ReplayWindow Rtcp;
    }
}
