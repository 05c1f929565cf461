using DialIn.Media.Codecs;
using DialIn.Media.Rtp;

namespace DialIn.Media.Relay;

//  from the caller, 30 ms a packet     |  7  a a a  |  8  b b b  |  9  c c c  |  10 d d d  |
//  to the conference, 20 ms a packet   |  7  a a |  8  a b |  9  b b |  10 c c |  11 c d |  12 d d |

/// <summary>
/// Cuts a source's packets of any length into frames of the length that the peer asks for, 10 to 60 ms, or puts them together to
/// such, numbered as if the source had sent them so. FreeSWITCH settles on the length of the first packets that it hears, and those
/// are ours; it garbles what comes later in another length, whatever <c>ptime</c> said. All codecs here have one byte for each tick
/// of the timestamp, so cutting needs no decoding. A late packet is lost, unless it and all since are whole frames. Belongs to the
/// loop's thread.
/// </summary>
// RFC 3551 §4.2: a receiver should take packets of 0 to 200 ms, so a sender may choose.
internal sealed class FrameCutter
{
    private const int BytesPerMillisecond = 8;
    private const int Longest = 60 * BytesPerMillisecond;

    // A timestamp further back than a second is a clock that started anew, not a late packet.
    private const int MostLate = 8000;

    private readonly byte[] _frame = new byte[Longest];
    private int _length = AudioCodec.Pcma.BytesPerFrame;
    private byte _silence = AudioCodec.Pcma.SilenceByte;
    private bool _isCutting;
    private uint _ssrc;
    private ushort _sourceSequence;
    private ushort _wholeSince;
    private ushort _sequence;
    private uint _timestamp;
    private int _held;
    private bool _marker;

    /// <summary>Takes note of how long the peer's packets are to be.</summary>
    /// <param name="milliseconds">10 to 60.</param>
    /// <param name="silence">What is put where a short packet was lost within a long frame.</param>
    public void Start(int milliseconds, byte silence)
    {
        _silence = silence;
        if (milliseconds * BytesPerMillisecond is var length && length != _length)
        {
            // The numbers go on; a frame that was begun is lost.
            (_length, _timestamp, _held, _wholeSince) = (length, unchecked(_timestamp + (uint)_held), 0, _sourceSequence);
        }
    }

    /// <summary>Whether a source is cut, or was.</summary>
    public bool IsInUse => _isCutting;

    /// <summary>Whether a packet goes through here: one of another length, and all that follow from its source.</summary>
    public bool Takes(in RtpPacket packet) => packet.Payload.Length != _length || IsCutting(packet);

    /// <summary>Whether packets of this one's source have been cut.</summary>
    public bool IsCutting(in RtpPacket packet) => _isCutting && packet.Ssrc == _ssrc;

    /// <summary>Passes on a packet that is a whole frame, where nothing waits for the rest of another one.</summary>
    /// <param name="packet">The packet as it came, also late.</param>
    /// <param name="frame">The packet under its number among the frames.</param>
    /// <returns>False when it is to be cut.</returns>
    public bool TryPass(in RtpPacket packet, out RtpPacket frame)
    {
        frame = default;
        if (!IsCutting(packet) || packet.Payload.Length != _length || _held > 0)
        {
            return false;
        }

        var step = unchecked((short)(packet.SequenceNumber - _sourceSequence));
        if (step <= 0 && unchecked((short)(packet.SequenceNumber - _wholeSince)) <= 0)
        {
            return false;
        }

        // From the last cut on, one packet is one frame: losses stay what they are, and so does who comes late.
        frame = new RtpPacket(packet.Marker || (_marker && step > 0), packet.PayloadType, (ushort)(_sequence + step - 1), packet.Timestamp, _ssrc, packet.Payload);
        if (step > 0)
        {
            (_sourceSequence, _sequence, _marker) = (packet.SequenceNumber, (ushort)(_sequence + step), false);
            _timestamp = unchecked(packet.Timestamp + (uint)_length);
        }

        return true;
    }

    /// <summary>Begins with a packet.</summary>
    /// <param name="packet">The packet as it came.</param>
    /// <param name="hole">How many bytes were lost in the frame before it.</param>
    /// <returns>What <see cref="TryCut"/> cuts from.</returns>
    public ReadOnlySpan<byte> Begin(in RtpPacket packet, out int hole)
    {
        hole = 0;
        var step = unchecked((short)(packet.SequenceNumber - _sourceSequence));
        var gap = unchecked((int)(packet.Timestamp - (_timestamp + (uint)_held)));
        if (!IsCutting(packet))
        {
            (_isCutting, _ssrc, _sequence) = (true, packet.Ssrc, packet.SequenceNumber);
            Restart(packet);
        }
        else if (gap is < 0 and > -MostLate || step == 0)
        {
            return default;
        }
        else if (step > 1 && gap > 0 && gap < _length && _length > packet.Payload.Length)
        {
            // Where packets are put together, one that was lost must not take its neighbours along.
            hole = gap;
        }
        else if (gap != 0)
        {
            // What was lost on the way stays lost, in frames; a pause of the speaker is none.
            _sequence += (ushort)(step > 1 && gap > 0 ? (gap + _held + _length - 1) / _length : 0);
            Restart(packet);
        }

        (_sourceSequence, _wholeSince, _marker) = (packet.SequenceNumber, packet.SequenceNumber, _marker || packet.Marker);
        return packet.Payload;
    }

    /// <summary>Cuts the next frame.</summary>
    /// <param name="rest">What is left of the packet.</param>
    /// <param name="hole">What is left of the hole before it.</param>
    /// <param name="packet">The packet itself.</param>
    /// <param name="frame">The frame, valid until the next call.</param>
    /// <returns>False when the rest is too short; it is kept for the next packet.</returns>
    public bool TryCut(ref ReadOnlySpan<byte> rest, ref int hole, in RtpPacket packet, out RtpPacket frame)
    {
        var filled = Math.Min(hole, _length - _held);
        _frame.AsSpan(_held, filled).Fill(_silence);
        (hole, _held) = (hole - filled, _held + filled);

        var taken = Math.Min(rest.Length, _length - _held);
        rest[..taken].CopyTo(_frame.AsSpan(_held));
        rest = rest[taken..];
        _held += taken;
        if (_held < _length)
        {
            frame = default;
            return false;
        }

        frame = new RtpPacket(_marker, packet.PayloadType, _sequence++, _timestamp, _ssrc, _frame.AsSpan(0, _length));
        (_timestamp, _held, _marker) = (unchecked(_timestamp + (uint)_length), 0, false);
        return true;
    }

    /// <summary>A packet of a source that is cut is not passed on: no frame counts as lost for it.</summary>
    public void Skip(in RtpPacket packet)
    {
        if (unchecked((short)(packet.SequenceNumber - _sourceSequence)) > 0)
        {
            (_sourceSequence, _wholeSince, _marker) = (packet.SequenceNumber, packet.SequenceNumber, true);
        }
    }

    private void Restart(in RtpPacket packet) => (_timestamp, _held) = (packet.Timestamp, 0);
}
