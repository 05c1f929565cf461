using DialIn.Media.Rtcp;

namespace DialIn.Media.Relay;

/// <summary>
/// What a peer has lost of our stream on the way from here to there. Its reports count the gaps as well that the other leg's
/// network has made and that we pass on: these are taken off. A plain value.
/// </summary>
internal record struct PeerLoss
{
    private const double PerByte = 256;

    private long _sent;
    private long _gaps;
    private long _gapsBefore;
    private ReportBlock? _last;

    /// <summary>The share lost between the last two reports, 0 to 1; 0 before the first.</summary>
    public double Recent { get; private set; }

    /// <summary>Gaps that another process has passed on.</summary>
    public void Restore(long gaps) => _gapsBefore = gaps;

    /// <summary>Takes a report.</summary>
    /// <param name="report">What the peer says of our stream.</param>
    /// <param name="sent">Packets sent until now.</param>
    /// <param name="gaps">Numbers left out until now.</param>
    public void Take(in ReportBlock report, long sent, long gaps)
    {
        var sentSince = sent - _sent;

        // A late packet that fills a gap of the time before makes fewer.
        var gapsSince = Math.Max(0, gaps - _gaps);
        var missed = report.FractionLost / PerByte * (sentSince + gapsSince);
        Recent = gapsSince == 0 ? report.FractionLost / PerByte : Math.Clamp((missed - gapsSince) / Math.Max(1, sentSince), 0, 1);
        (_sent, _gaps, _last) = (sent, gaps, report);
    }

    /// <summary>The share lost in all, 0 to 1.</summary>
    /// <param name="sent">Packets sent in all, in other processes too.</param>
    public readonly double Total(long sent) =>
        Math.Clamp(((_last?.CumulativeLost ?? 0) - _gapsBefore - _gaps) / (double)Math.Max(1, sent), 0, 1);

    /// <summary>Gaps passed on, as the next process is told.</summary>
    /// <param name="gaps">Numbers left out until now.</param>
    public readonly long GapsInAll(long gaps) => _gapsBefore + gaps;
}
