using DialIn.Media.Codecs;

namespace DialIn.Media.Quality;

/// <summary>Measures one incoming stream, over all its sources. A plain value: a copy is a snapshot.</summary>
internal record struct StreamMeter
{
    private static readonly TimeSpan UsualPacketTime = TimeSpan.FromMilliseconds(AudioCodec.FrameMilliseconds);

    private LossPattern _pattern;
    private PlayoutClock _clock;
    private uint? _ssrc;
    private ushort _sequence;
    private uint _timestamp;
    private TimeSpan? _packetTime;

    /// <summary>The packets so far.</summary>
    public readonly BurstGap Total => _pattern.Total;

    /// <summary>The deviation of the spacing.</summary>
    public readonly TimeSpan Jitter => _clock.Jitter;

    /// <summary>How much a packet holds.</summary>
    public readonly TimeSpan PacketTime => _packetTime ?? UsualPacketTime;

    /// <summary>A packet came.</summary>
    /// <param name="ssrc">Its source.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="timestamp">Its timestamp.</param>
    /// <param name="isAudio">Whether its timestamp is that of its audio: that of a key press stands still.</param>
    /// <param name="now">When it came.</param>
    public void Receive(uint ssrc, ushort sequence, uint timestamp, bool isAudio, TimeSpan now)
    {
        if (ssrc != _ssrc)
        {
            _pattern.Restart();
            _clock.Restart();
        }
        else if (isAudio && sequence == (ushort)(_sequence + 1) && unchecked(timestamp - _timestamp) is >= 40 and <= 960)
        {
            // 5 to 120 ms.
            _packetTime = TimeSpan.FromTicks(unchecked(timestamp - _timestamp) * (TimeSpan.TicksPerSecond / AudioCodec.Pcma.RtpClockRate));
        }

        (_ssrc, _sequence, _timestamp) = (ssrc, sequence, timestamp);
        _pattern.Receive(sequence, isAudio && _clock.IsLate(timestamp, now));
    }
}
