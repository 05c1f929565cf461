namespace DialIn.Media.Rtcp;

/// <summary>
/// How long a packet takes to the peer and back: the peer's report names our last SR and how long it lay there.
/// RFC 3550 §6.4.1. Only answers to the last two reports that we did send count. A plain value.
/// </summary>
internal record struct RoundTrip
{
    // Beyond this a report is older than any call could bear, or wrong.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // 10 ms: the peer's clock and rounding may make a very short way look negative.
    private const int Tolerance = 655;

    private uint _sent;
    private uint _sentBefore;

    /// <summary>The last one measured, or null.</summary>
    public TimeSpan? Last { get; private set; }

    /// <summary>The sum of all that were measured.</summary>
    public TimeSpan Sum { get; private set; }

    /// <summary>How many were measured.</summary>
    public int Count { get; private set; }

    /// <summary>The mean, or null.</summary>
    public readonly TimeSpan? Mean => Count == 0 ? null : Sum / Count;

    /// <summary>An SR leaves.</summary>
    /// <param name="compact">The middle 32 bits of its NTP timestamp.</param>
    public void Sent(uint compact) => (_sent, _sentBefore) = (compact, _sent);

    /// <summary>The peer has reported on us.</summary>
    /// <param name="block">Its report.</param>
    /// <param name="now">When it came, on the clock of our own reports.</param>
    public void Take(in ReportBlock block, TimeSpan now)
    {
        var report = block.LastSenderReport;
        if (report == 0 || (report != _sent && report != _sentBefore))
        {
            return;
        }

        // RFC 3550 §6.4.1: A - LSR - DLSR, all in 65536ths of a second that wrap.
        var compact = unchecked((int)(NtpTime.Compact(NtpTime.From(now)) - report - block.DelaySinceLastSenderReport));

        var roundTrip = NtpTime.ToTimeSpan((uint)Math.Max(0, compact));
        if (compact < -Tolerance || roundTrip > Longest)
        {
            return;
        }

        (Last, Sum, Count) = (roundTrip, Sum + roundTrip, Count + 1);
    }
}
