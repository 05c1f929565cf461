using DialIn.Media.Codecs;

namespace DialIn.Media.Quality;

/// <summary>
/// Says of each packet how late it is, compared with the fastest ones, and how much the spacing varies. A telephone that keeps
/// <see cref="Buffer"/> of audio back would not hear what is later. A plain value.
/// </summary>
internal record struct PlayoutClock
{
    /// <summary>What a telephone's jitter buffer usually bears.</summary>
    public static readonly TimeSpan Buffer = TimeSpan.FromMilliseconds(100);

    // Beyond this the sender's clock has jumped; no network delays audio for so long.
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(2);

    // Clocks differ by a tenth of a millisecond in a second, at most.
    private const int Drift = 10_000;

    private bool _isRunning;
    private TimeSpan _fastest;
    private TimeSpan _transit;
    private TimeSpan _at;
    private uint _timestamp;
    private TimeSpan _sourceTime;

    /// <summary>The smoothed deviation of the spacing. RFC 3550 §6.4.1, without the jumps of the sender's clock.</summary>
    public TimeSpan Jitter { get; private set; }

    /// <summary>A packet came.</summary>
    /// <param name="timestamp">Its RTP timestamp.</param>
    /// <param name="now">When it came.</param>
    /// <returns>Whether it came too late to be heard.</returns>
    public bool IsLate(uint timestamp, TimeSpan now)
    {
        _sourceTime += TimeSpan.FromTicks(unchecked((int)(timestamp - _timestamp)) * (TimeSpan.TicksPerSecond / AudioCodec.Pcma.RtpClockRate));
        var transit = now - _sourceTime;
        var change = (transit - _transit).Duration();
        var isContinuous = _isRunning && change < Jump;
        var passed = now - _at;
        (_timestamp, _transit, _at, _isRunning) = (timestamp, transit, now, true);
        if (!isContinuous)
        {
            // The sender's time begins at ours again: jump upon jump, it would run out of its range.
            (_sourceTime, _transit, _fastest) = (now, TimeSpan.Zero, TimeSpan.Zero);
            return false;
        }

        // RFC 3550 §A.8. In whole ticks: dividing a TimeSpan goes through floating point, and this is done for each packet.
        Jitter += new TimeSpan((change - Jitter).Ticks / 16);
        _fastest += new TimeSpan(passed.Ticks / Drift);
        _fastest = transit < _fastest ? transit : _fastest;
        return transit - _fastest > Buffer;
    }

    /// <summary>Another source begins, with a clock of its own.</summary>
    public void Restart() => _isRunning = false;
}
