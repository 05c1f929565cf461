using DialIn.Media.Codecs;
using DialIn.Media.Quality;
using DialIn.Media.Rtcp;

namespace DialIn.Media.Relay;

/// <summary>
/// Rates a leg every five seconds, and over its whole life. Belongs to the loop's thread and allocates nothing there; others
/// read <see cref="Recent"/>.
/// </summary>
internal sealed class LegMeter(LegReceiver receiver, LegRtcp rtcp)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    // Reports come as often, give or take a half: after this the last one says nothing of now.
    private static readonly TimeSpan ReportHolds = 3 * Period;

    private readonly Published<LegQuality> _recent = new();
    private TimeSpan? _due;
    private BurstGap _before;
    private double? _lowest;

    /// <summary>The last five seconds that were complete. From any thread.</summary>
    public LegQuality Recent => _recent.Value;

    /// <summary>The whole life so far.</summary>
    public LegQuality Total
    {
        get
        {
            var (meter, roundTrip) = (receiver.Meter, rtcp.RoundTrip.Mean);
            return new LegQuality
            {
                Received = Rating.Of(meter.Total, default, meter.Jitter, meter.PacketTime, roundTrip),
                Sent = rtcp.PeerReport is { } report ? Peer(report, rtcp.Loss.Total(rtcp.PacketsSent), rtcp.PeerMetrics, roundTrip) : null,
                RoundTrip = roundTrip,
                LowestMos = _lowest,
            };
        }
    }

    /// <summary>Rates, if five seconds are over.</summary>
    /// <returns>Whether they are.</returns>
    public bool Tick(TimeSpan due)
    {
        _due ??= due + Period;
        if (due < _due)
        {
            return false;
        }

        _due = due + Period;
        var (meter, roundTrip) = (receiver.Meter, rtcp.RoundTrip.Last);
        var total = meter.Total;
        var received = Rating.Of(total, _before, meter.Jitter, meter.PacketTime, roundTrip);
        _before = total;
        if (received is { } rated)
        {
            _lowest = Math.Min(_lowest ?? rated.Mos, rated.Mos);
        }

        _recent.Value = new LegQuality
        {
            Received = received,
            Sent = rtcp.PeerReport is { } report && due - rtcp.PeerReportAt <= ReportHolds
                ? Peer(report, rtcp.Loss.Recent, due - rtcp.PeerMetricsAt <= ReportHolds ? rtcp.PeerMetrics : null, roundTrip)
                : null,
            RoundTrip = roundTrip,
            LowestMos = _lowest,
        };
        return true;
    }

    private StreamQuality Peer(in ReportBlock report, double loss, VoipMetrics? metrics, TimeSpan? roundTrip) =>
        Rating.Of(rtcp.PacketsSent, loss, TimeSpan.FromSeconds((double)report.InterarrivalJitter / AudioCodec.Pcma.RtpClockRate), metrics, roundTrip);
}
