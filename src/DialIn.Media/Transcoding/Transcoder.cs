using DialIn.Media.Codecs;
using DialIn.Media.Rtp;

namespace DialIn.Media.Transcoding;

//  in     7    8         10   9    11        14   15            the time of each packet is the sender's, or, behind a gap,
//  out    7    8         .    9 10 11        .    12' 13' 14 15    that of its release: no packet waits longer than for one gap
//                        held for 9          held; 12 and 13 are made up

/// <summary>
/// One source's packets from one codec to another, one direction of one call. A packet is passed on as it comes: the far end has
/// a jitter buffer, and a second one here would only add delay. But a decoder needs its packets in order. So where one is
/// missing, those after it wait for it for a moment: 20 ms at first, up to 60 ms on a path that is seen to change the order, less
/// again when it behaves. What has not come by then is made up, up to 60 ms; more stays a gap. One that comes still later is
/// dropped and counted. A pause of the speaker, where numbers go on and timestamps jump, stays a pause. Numbers and timestamps
/// that go out are the source's. Belongs to the loop's thread; allocates nothing after its making.
/// </summary>
internal sealed class Transcoder(AudioCodec from, AudioCodec to)
{
    private const int CalmPackets = 500;
    private const int MostHeld = HeldPackets.Capacity - 1;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan WaitStep = TimeSpan.FromMilliseconds(20);

    private readonly CodecConverter _converter = new(from, to);
    private readonly HeldPackets _held = new();
    private readonly byte[] _output = new byte[CodecConverter.Longest];
    private bool _started;
    private uint _ssrc;
    private ushort _next;
    private uint _nextTimestamp;
    private int _length;
    private int _concealed;
    private ulong _passed;
    private TimeSpan _wait = ShortestWait;
    private TimeSpan? _waitsUntil;
    private int _calm;

    /// <summary>Packets that went out, made up ones included.</summary>
    public long Transcoded { get; private set; }

    /// <summary>Packets that were made up for lost ones.</summary>
    public long Concealed { get; private set; }

    /// <summary>Packets that came too late.</summary>
    public long Late { get; private set; }

    /// <summary>How long a packet waits for one before it.</summary>
    public TimeSpan Wait => _wait;

    /// <summary>Whether this is the way between two codecs.</summary>
    public bool IsBetween(AudioCodec source, AudioCodec target) => _converter.From == source && _converter.To == target;

    /// <summary>Takes a packet of audio; what comes of it is to be fetched with <see cref="TryNext"/> right after.</summary>
    public void Push(in RtpPacket packet, TimeSpan now)
    {
        if (packet.Payload.Length is 0 or > CodecConverter.Longest)
        {
            Skip(packet);
            return;
        }

        var step = Place(packet);
        if (step < 0)
        {
            DropLate(-step);
            return;
        }

        _held.Hold(packet);
        if (_held.Count > MostHeld)
        {
            // So many behind a gap: what is missing is lost.
            _waitsUntil = now;
        }
        else if (step > 0)
        {
            _waitsUntil ??= now + _wait;
        }

        if (++_calm >= CalmPackets)
        {
            _calm = 0;
            _wait = _wait > ShortestWait ? _wait - WaitStep : _wait;
        }
    }

    /// <summary>A packet of the source is no audio, or not to be heard: it is not missing.</summary>
    public void Skip(in RtpPacket packet)
    {
        if (Place(packet) is var step && step >= 0 && _held.Count == 0)
        {
            GiveUp(step);
            Pass();
        }
    }

    /// <summary>The source's packets are not given for a while: the next one begins anew.</summary>
    public void Break() => _started = false;

    /// <summary>Gives the next packet that can go out now. Called after each <see cref="Push"/>, and at least every 20 ms, until there is none.</summary>
    /// <param name="now">The time.</param>
    /// <param name="packet">The packet, valid until the next call.</param>
    public bool TryNext(TimeSpan now, out RtpPacket packet)
    {
        packet = default;
        if (!_started || _held.First(_next) is not { } first)
        {
            _waitsUntil = null;
            return false;
        }

        if (first.SequenceNumber != _next)
        {
            if (now < _waitsUntil)
            {
                return false;
            }

            if (TryConceal(first, out packet))
            {
                return true;
            }

            // The rest stays a gap, as the source's own.
            GiveUp((ushort)(first.SequenceNumber - _next));
        }

        return TryConvert(first, out packet);
    }

    private bool TryConvert(HeldPackets.Entry entry, out RtpPacket packet)
    {
        var output = _output.AsSpan(0, entry.Payload.Length);
        _converter.Convert(entry.Payload, output);
        packet = new RtpPacket(entry.Marker, 0, entry.SequenceNumber, entry.Timestamp, _ssrc, output);
        (_length, _nextTimestamp, _concealed) = (output.Length, unchecked(entry.Timestamp + (uint)output.Length), 0);
        _held.Release(entry);
        Pass();
        Transcoded++;
        if (_held.Count == 0)
        {
            _waitsUntil = null;
        }

        return true;
    }

    // Only where audio is missing, not only numbers: packets of the same length, one after the other.
    private bool TryConceal(HeldPackets.Entry after, out RtpPacket packet)
    {
        packet = default;
        var missing = unchecked((int)(after.Timestamp - _nextTimestamp));
        var length = Math.Min(_length, missing);
        if (length <= 0 || _concealed + length > LossConcealment.Audible)
        {
            return false;
        }

        var output = _output.AsSpan(0, length);
        _converter.Conceal(output);
        packet = new RtpPacket(false, 0, _next, _nextTimestamp, _ssrc, output);
        _nextTimestamp = unchecked(_nextTimestamp + (uint)length);
        _concealed += length;
        GiveUp(1);
        Concealed++;
        Transcoded++;
        return true;
    }

    // How far a packet is from the one that is expected.
    private int Place(in RtpPacket packet)
    {
        int step = unchecked((short)(packet.SequenceNumber - _next));
        if (!_started || packet.Ssrc != _ssrc || step is >= SequenceTracker.MaxDropout or <= -SequenceTracker.MaxMisorder)
        {
            // Another source, or one that counts anew. Whether that is believed is for those who number the packets that go out.
            (_started, _ssrc, _next, _nextTimestamp, _length, _passed) = (true, packet.Ssrc, packet.SequenceNumber, packet.Timestamp, 0, ulong.MaxValue);
            (_waitsUntil, _concealed) = (null, 0);
            _held.Clear();
            return 0;
        }

        return step;
    }

    private void Pass()
    {
        _passed = (_passed << 1) | 1;
        _next++;
    }

    private void GiveUp(int packets)
    {
        _passed = packets < 64 ? _passed << packets : 0;
        _next = unchecked((ushort)(_next + packets));
    }

    private void DropLate(int age)
    {
        if (age <= 64 && (_passed & (1UL << (age - 1))) != 0)
        {
            // A second copy.
            return;
        }

        Late++;
        _calm = 0;
        _wait = _wait < LongestWait ? _wait + WaitStep : _wait;
    }
}
