using DialIn.Media.Codecs;
using DialIn.Media.Rtcp;

namespace DialIn.Media.Quality;

/// <summary>Makes figures of counts. Pure functions.</summary>
internal static class Rating
{
    // What a telephone adds to the way: a packet must be full before it is sent, and twice the jitter is held back.
    private static readonly TimeSpan Packetising = TimeSpan.FromMilliseconds(AudioCodec.FrameMilliseconds);

    private const double PerByte = 256;

    // What is above says that there is no rating, or nothing at all.
    private const int BestRating = 100;

    /// <summary>Of what came here.</summary>
    /// <param name="until">The counts at the end.</param>
    /// <param name="since">The counts at the beginning.</param>
    /// <param name="jitter">The deviation of the spacing.</param>
    /// <param name="packetTime">How much a packet holds.</param>
    /// <param name="roundTrip">The way to the peer and back, if known.</param>
    /// <returns>Null if no packet was due.</returns>
    public static StreamQuality? Of(in BurstGap until, in BurstGap since, TimeSpan jitter, TimeSpan packetTime, TimeSpan? roundTrip)
    {
        // What counted as lost may have come after all.
        var (inTime, late, lost) = (until.InTime - since.InTime, Math.Max(0, until.TooLate - since.TooLate), Math.Max(0, until.Lost - since.Lost));
        double expected = inTime + late + lost;
        if (expected <= 0)
        {
            return null;
        }

        var (burstPackets, bursts) = (until.BurstPackets - since.BurstPackets, until.Bursts - since.Bursts);
        var gapPackets = until.GapPackets - since.GapPackets;
        var runs = Math.Max(1, until.LossRuns - since.LossRuns);
        var missing = (late + lost) / expected;

        // The mean run of lost packets is 1 / (1 - loss) if each is lost by chance.
        var burstRatio = (late + lost) / (double)runs * (1 - missing);
        var rating = EModel.Rating(missing, burstRatio, DelayOf(roundTrip, jitter), isConcealed: true);
        return new StreamQuality
        {
            Packets = inTime + late,
            Loss = lost / expected,
            Late = late / expected,
            Jitter = jitter,
            BurstDensity = Share(until.BurstLosses - since.BurstLosses, burstPackets),
            BurstDuration = packetTime * ((double)Math.Max(0, burstPackets) / Math.Max(1, bursts)), // one that began before goes on without a new count
            GapDensity = Share(until.GapLosses - since.GapLosses, gapPackets),
            GapDuration = packetTime * ((double)Math.Max(0, gapPackets) / (Math.Max(0, bursts) + 1)),
            RFactor = rating,
            Mos = EModel.MeanOpinionScore(rating),
        };
    }

    /// <summary>Of what the peer says that it got.</summary>
    /// <param name="packets">Packets that were sent.</param>
    /// <param name="loss">The share of them that the peer missed, 0 to 1.</param>
    /// <param name="jitter">The jitter that it has seen.</param>
    /// <param name="metrics">What its telephone has measured, if it says so.</param>
    /// <param name="roundTrip">The way to the peer and back, if known.</param>
    public static StreamQuality Of(long packets, double loss, TimeSpan jitter, VoipMetrics? metrics, TimeSpan? roundTrip)
    {
        // A peer counts more lost than was sent when the numbers jump.
        loss = Math.Clamp(loss, 0, 1);
        var late = metrics?.DiscardRate / PerByte ?? 0;
        var isConcealed = metrics is not { IsWithoutConcealment: true };

        // RFC 3611 §4.7.3: its own delay holds what it takes to fill a packet and the jitter buffer; 0 says that it is not known.
        var delay = metrics is { EndSystemDelay: > 0 and var inside }
            ? DelayOf(roundTrip) + TimeSpan.FromMilliseconds(inside)
            : DelayOf(roundTrip, jitter);
        var rating = metrics is { RFactor: <= BestRating and var own } ? own : EModel.Rating(loss + late, 1, delay, isConcealed);
        return new StreamQuality
        {
            Packets = packets,
            Loss = loss,
            Late = late,
            Jitter = jitter,
            BurstDensity = metrics?.BurstDensity / PerByte ?? 0,
            BurstDuration = TimeSpan.FromMilliseconds(metrics?.BurstDuration ?? 0),
            GapDensity = metrics?.GapDensity / PerByte ?? 0,
            GapDuration = TimeSpan.FromMilliseconds(metrics?.GapDuration ?? 0),
            RFactor = rating,
            Mos = EModel.MeanOpinionScore(rating),
        };
    }

    private static TimeSpan DelayOf(TimeSpan? roundTrip, TimeSpan jitter) => DelayOf(roundTrip) + Packetising + (jitter * 2);

    private static TimeSpan DelayOf(TimeSpan? roundTrip) => (roundTrip ?? TimeSpan.Zero) / 2;

    private static double Share(long part, long whole) => whole <= 0 ? 0 : Math.Clamp((double)part / whole, 0, 1);
}
