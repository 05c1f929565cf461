using DialIn.Media.Rtp;

namespace DialIn.Media.Relay;

/// <summary>The part of an outgoing header that changes from packet to packet.</summary>
internal readonly record struct OutgoingHeader(bool Marker, ushort SequenceNumber, uint Timestamp, uint Ssrc);

// What a peer sees across all switches is one stream:
//
//            frames of our own      relayed packets        digit        frames
//  sequence  100  101  102          103  104  106  107     108 109 110  111
//  timestamp 0    160  320          600  760  1080 1240    1400 (held)  2540
//  marker    1    0    0            1    0    0    0       1   0   0    1
//                                             ^ 105 was lost on its way to us: the gap stays

/// <summary>
/// Numbers the packets of one outgoing stream, whether we make them or relay them: one SSRC, sequence numbers without a break
/// of our own making, timestamps that advance by the time that passed. RFC 3550 §7.1 leaves a source's own numbers to a
/// translator that makes one stream of several. A plain value: a copy is a snapshot.
/// </summary>
internal record struct RtpRewriter
{
    /// <summary>Ticks of the timestamp in 20 ms.</summary>
    public const int FrameTicks = ClockRate / 50;

    // All three codecs run RTP at this rate, G.722 as well: RFC 3551 §4.5.2.
    private const int ClockRate = 8000;

    // A timestamp that runs ahead of the arrival by more than this is a source that started its clock anew.
    private const int MaxLead = 5 * ClockRate;

    private const uint NoJump = 0x1_0000;
    private const ulong AllTaken = ulong.MaxValue;

    private Mode _mode;
    private bool _markNext;
    private TimeSpan _at;
    private uint _sourceSsrc;
    private uint _sourceTimestamp;
    private ushort _sourceSequence;
    private ushort _sequenceOffset;
    private uint _timestampOffset;
    private ulong _window;
    private uint _afterJump;
    private int _least = FrameTicks;

    /// <summary>Starts a stream.</summary>
    /// <param name="ssrc">Random. RFC 3550 §8.1.</param>
    /// <param name="firstSequence">Random, below 2^15, so that the first wrap is far. RFC 3711 §3.3.1.</param>
    /// <param name="firstTimestamp">Random. RFC 3550 §5.1.</param>
    public RtpRewriter(uint ssrc, ushort firstSequence, uint firstTimestamp) =>
        (Ssrc, SequenceNumber, Timestamp) = (ssrc, (ushort)(firstSequence - 1), firstTimestamp);

    /// <summary>Continues a stream of another process.</summary>
    /// <param name="state">What that process wrote.</param>
    /// <param name="takenAt">When it wrote it, on this loop's clock; before the loop's start it is negative.</param>
    public RtpRewriter(OutgoingStreamState state, TimeSpan takenAt)
    {
        (Ssrc, SequenceNumber, Timestamp) = (state.Ssrc, state.SequenceNumber, state.Timestamp);
        if (state.SinceTimestamp is not { } age)
        {
            return;
        }

        (_mode, _at) = (Mode.Paused, takenAt - age);
        if (state.Source is { } source)
        {
            (_mode, _afterJump) = (Mode.Relaying, NoJump);
            (_sourceSsrc, _sourceSequence, _sourceTimestamp) = (source.Ssrc, source.SequenceNumber, source.Timestamp);
            (_sequenceOffset, _timestampOffset, _window) = (source.SequenceOffset, source.TimestampOffset, source.Window);
        }
    }

    private enum Mode
    {
        /// <summary>Nothing was sent yet.</summary>
        New,

        /// <summary>Something was sent, and what comes next is a switch.</summary>
        Paused,

        /// <summary>Frames of our own.</summary>
        Framing,

        /// <summary>A digit.</summary>
        Pressing,

        /// <summary>Packets of a source.</summary>
        Relaying,
    }

    /// <summary>The stream's SSRC.</summary>
    public uint Ssrc { get; }

    /// <summary>Whether the last packet was a source's.</summary>
    public readonly bool IsRelaying => _mode == Mode.Relaying;

    /// <summary>The last one given.</summary>
    public ushort SequenceNumber { get; private set; }

    /// <summary>The last one given.</summary>
    public uint Timestamp { get; private set; }

    /// <summary>Numbers that never went out, because the relayed source's packets were lost on their way to us: the peer counts them as lost.</summary>
    public long Gaps { get; private set; }

    /// <summary>What a packet that is made now would have as its timestamp. RFC 3550 §6.4.1: an SR names it.</summary>
    public readonly uint TimestampAt(TimeSpan now) => _mode == Mode.New ? Timestamp : unchecked(Timestamp + (uint)Math.Max(0, Ticks(now - _at)));

    /// <summary>Numbers a frame of our own: a prompt's or silence.</summary>
    /// <param name="due">The frame's deadline.</param>
    /// <param name="startsTalkspurt">Whether a prompt starts here. RFC 3551 §4.1.</param>
    /// <param name="ticks">How long it is, where that is not 20 ms.</param>
    public OutgoingHeader Frame(TimeSpan due, bool startsTalkspurt, int ticks = FrameTicks)
    {
        var (before, length) = (Timestamp, _least);
        var continues = _mode == Mode.Framing;
        Advance(Mode.Framing, due);
        _least = ticks;
        var skipped = unchecked(Timestamp - before) > length;
        return new OutgoingHeader(startsTalkspurt || !continues || skipped, ++SequenceNumber, Timestamp, Ssrc);
    }

    /// <summary>Numbers a telephone-event packet. RFC 4733 §2.5.1.2: the timestamp is held at the start of the press.</summary>
    /// <param name="due">The packet's deadline.</param>
    /// <param name="first">Whether it is the first packet of the press.</param>
    public OutgoingHeader Event(TimeSpan due, bool first)
    {
        if (first)
        {
            Advance(Mode.Pressing, due);
        }

        return new OutgoingHeader(first, ++SequenceNumber, Timestamp, Ssrc);
    }

    /// <summary>Numbers a packet of a source: its gaps and its timing are kept.</summary>
    /// <param name="packet">The packet as it came.</param>
    /// <param name="now">When it came.</param>
    /// <param name="header">How it goes on.</param>
    /// <returns>False when it must not go on: a duplicate, a late packet whose number is taken, a jump that nothing confirms.</returns>
    public bool TryRelay(in RtpPacket packet, TimeSpan now, out OutgoingHeader header)
    {
        header = default;
        if (_mode != Mode.Relaying || packet.Ssrc != _sourceSsrc)
        {
            header = Adopt(packet, now);
            return true;
        }

        int step = unchecked((short)(packet.SequenceNumber - _sourceSequence));
        if (step is > 0 and < SequenceTracker.MaxDropout)
        {
            header = InOrder(packet, step, now);
            return true;
        }

        if (step is <= 0 and > -SequenceTracker.MaxMisorder)
        {
            return Late(packet, -step, out header);
        }

        // RFC 3550 §A.1: a restarted source shows by a second packet that goes on from the jump.
        if (packet.SequenceNumber != _afterJump)
        {
            _afterJump = (ushort)(packet.SequenceNumber + 1);
            return false;
        }

        header = Adopt(packet, now);
        return true;
    }

    /// <summary>A packet of the relayed source is not passed on: the numbers close up, so that it does not look lost.</summary>
    public void Skip(in RtpPacket packet)
    {
        int step = unchecked((short)(packet.SequenceNumber - _sourceSequence));
        if (_mode == Mode.Relaying && packet.Ssrc == _sourceSsrc && step is > 0 and < SequenceTracker.MaxDropout)
        {
            (_sourceSequence, _window, _markNext) = (packet.SequenceNumber, AllTaken, true);
            _sequenceOffset--;
        }
    }

    /// <summary>Nothing is sent for a while: what comes next is a switch.</summary>
    public void Pause() => _mode = _mode == Mode.New ? Mode.New : Mode.Paused;

    /// <summary>The stream as plain data.</summary>
    public readonly OutgoingStreamState Snapshot(TimeSpan now) => new(
        Ssrc,
        SequenceNumber,
        Timestamp,
        _mode == Mode.New ? null : now - _at,
        _mode == Mode.Relaying
            ? new RelayedSourceState(_sourceSsrc, _sourceSequence, _sourceTimestamp, _sequenceOffset, _timestampOffset, _window)
            : null);

    private OutgoingHeader Adopt(in RtpPacket packet, TimeSpan now)
    {
        Advance(Mode.Relaying, now);
        SequenceNumber++;
        (_sourceSsrc, _sourceSequence, _sourceTimestamp) = (packet.Ssrc, packet.SequenceNumber, packet.Timestamp);
        (_window, _afterJump, _markNext, _least) = (AllTaken, NoJump, false, LengthOf(packet));
        _sequenceOffset = (ushort)(SequenceNumber - packet.SequenceNumber);
        _timestampOffset = unchecked(Timestamp - packet.Timestamp);
        return new OutgoingHeader(true, SequenceNumber, Timestamp, Ssrc);
    }

    private OutgoingHeader InOrder(in RtpPacket packet, int step, TimeSpan now)
    {
        var marker = packet.Marker || _markNext;
        var advance = unchecked((int)(packet.Timestamp - _sourceTimestamp));
        if (advance <= 0 || advance > Ticks(now - _at) + MaxLead)
        {
            _timestampOffset = unchecked(Timestamp + Elapsed(now) - packet.Timestamp);
            marker = true;
        }

        (_sourceSequence, _sourceTimestamp, _markNext, _at, _least) = (packet.SequenceNumber, packet.Timestamp, false, now, LengthOf(packet));
        _window = (step < 64 ? _window << step : 0) | 1;
        var number = (ushort)(packet.SequenceNumber + _sequenceOffset);
        Gaps += (ushort)(number - SequenceNumber - 1);
        SequenceNumber = number;
        Timestamp = unchecked(packet.Timestamp + _timestampOffset);
        return new OutgoingHeader(marker, SequenceNumber, Timestamp, Ssrc);
    }

    private bool Late(in RtpPacket packet, int age, out OutgoingHeader header)
    {
        header = default;
        if (age >= 64 || (_window & (1UL << age)) != 0)
        {
            return false;
        }

        _window |= 1UL << age;
        Gaps--;
        header = new OutgoingHeader(
            packet.Marker, (ushort)(packet.SequenceNumber + _sequenceOffset), unchecked(packet.Timestamp + _timestampOffset), Ssrc);
        return true;
    }

    private void Advance(Mode next, TimeSpan now)
    {
        if (_mode != Mode.New)
        {
            Timestamp = unchecked(Timestamp + Elapsed(now));
        }

        (_mode, _at, _least) = (next, now, FrameTicks);
    }

    // At least as much as went out last, so that timestamps increase also when a switch comes early.
    private readonly uint Elapsed(TimeSpan now) => (uint)Math.Max(_least, Ticks(now - _at));

    // A byte is a tick in all codecs here.
    private static int LengthOf(in RtpPacket packet) => Math.Max(FrameTicks, packet.Payload.Length);

    private static long Ticks(TimeSpan time) => time.Ticks * ClockRate / TimeSpan.TicksPerSecond;
}
