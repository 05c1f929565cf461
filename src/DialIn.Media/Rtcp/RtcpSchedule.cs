namespace DialIn.Media.Rtcp;

/// <summary>When the next report is due, with timer reconsideration. RFC 3550 §6.3. A plain value: a copy is a snapshot.</summary>
internal record struct RtcpSchedule
{
    // RFC 3550 §6.3.3: the mean follows a sixteenth of each new size.
    private const double Weight = 1.0 / 16;

    // What UDP and IPv4 add. RFC 3550 §6.2 counts them.
    private const int HeadersBelow = 28;

    // A report with one block and a CNAME, RFC 3550 §6.3.2: "probable size of the first packet".
    private const double FirstSize = HeadersBelow + 76;

    private const int TwoMembers = 2;

    private readonly double _bandwidth;
    private double _averageSize;
    private bool _isInitial;
    private TimeSpan _last;

    /// <summary>Begins, as the session does. RFC 3550 §6.3.2.</summary>
    /// <param name="bandwidth">Bytes a second of the session, both ways and with all headers.</param>
    /// <param name="now">The session's beginning.</param>
    /// <param name="random">From 0 to 1.</param>
    public RtcpSchedule(double bandwidth, TimeSpan now, double random)
    {
        (_bandwidth, _averageSize, _isInitial, _last) = (bandwidth * 0.05, FirstSize, true, now);
        Next = now + Interval(isSending: false, hasPeer: false).Next(random);
    }

    /// <summary>Whether it has begun: a default value has not.</summary>
    public readonly bool IsStarted => _bandwidth > 0;

    /// <summary>When the timer runs out.</summary>
    public TimeSpan Next { get; private set; }

    /// <summary>A compound of the peer counts for the mean size. RFC 3550 §6.3.3.</summary>
    public void Received(int length) => Average(length);

    /// <summary>The timer ran out: whether a report is to be sent now, or the timer set again. RFC 3550 §6.3.6.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isSending">Whether we have sent RTP lately.</param>
    /// <param name="isReceiving">Whether the peer has sent RTP lately.</param>
    /// <param name="random">From 0 to 1.</param>
    public bool IsDue(TimeSpan now, bool isSending, bool isReceiving, double random)
    {
        if (now < Next)
        {
            return false;
        }

        var next = _last + Interval(isSending, isReceiving).Next(random);
        if (next <= now)
        {
            return true;
        }

        Next = next;
        return false;
    }

    /// <summary>A report was sent.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="now">When.</param>
    /// <param name="isSending">Whether we have sent RTP lately.</param>
    /// <param name="isReceiving">Whether the peer has sent RTP lately.</param>
    /// <param name="random">From 0 to 1.</param>
    public void Sent(int length, TimeSpan now, bool isSending, bool isReceiving, double random)
    {
        Average(length);
        (_isInitial, _last) = (false, now);
        Next = now + Interval(isSending, isReceiving).Next(random);
    }

    private readonly RtcpInterval Interval(bool isSending, bool hasPeer) => new()
    {
        Members = TwoMembers,
        Senders = (isSending ? 1 : 0) + (hasPeer ? 1 : 0),
        Bandwidth = _bandwidth,
        WeSent = isSending,
        AverageSize = _averageSize,
        IsInitial = _isInitial,
    };

    private void Average(int length) => _averageSize += (length + HeadersBelow - _averageSize) * Weight;
}
