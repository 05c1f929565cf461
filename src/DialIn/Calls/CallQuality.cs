using DialIn.Media.Quality;

namespace DialIn.Calls;

/// <summary>How one leg of a call was transported, rounded to what can be told apart.</summary>
internal sealed record CallQuality
{
    /// <summary>The mean opinion score of what came, 1 to 4.41; above 4 people are content. Null if nothing came.</summary>
    public double? Mos { get; init; }

    /// <summary>The rating of the E-model (ITU-T G.107) behind it, 0 to 93.2.</summary>
    public double? RFactor { get; init; }

    /// <summary>The lowest score of five seconds.</summary>
    public double? LowestMos { get; init; }

    /// <summary>The share of packets that did not come, or came too late to be heard, 0 to 1.</summary>
    public double? Loss { get; init; }

    /// <summary>Of it, the share of packets that came too late.</summary>
    public double? Late { get; init; }

    /// <summary>The share of packets missed within bursts, 0 to 1. RFC 3611 §4.7.2.</summary>
    public double? BurstLoss { get; init; }

    /// <summary>How long a burst lasts in the mean, in milliseconds; 0 without one.</summary>
    public double? Burst { get; init; }

    /// <summary>The share of packets missed between bursts, 0 to 1.</summary>
    public double? GapLoss { get; init; }

    /// <summary>How much the spacing of the packets varied, in milliseconds.</summary>
    public double? Jitter { get; init; }

    /// <summary>The way to the peer and back, in milliseconds; null if its RTCP did not tell.</summary>
    public double? RoundTrip { get; init; }

    /// <summary>The score of what went to the peer, by its RTCP, as all that begins with Sent; null if it sent none.</summary>
    public double? SentMos { get; init; }

    /// <summary>The rating behind it.</summary>
    public double? SentRFactor { get; init; }

    /// <summary>The share of packets that the peer missed, 0 to 1.</summary>
    public double? SentLoss { get; init; }

    /// <summary>Of it, the share that the peer says came too late; 0, as the next three, for a peer that sends no extended reports (RFC 3611).</summary>
    public double? SentLate { get; init; }

    /// <summary>The share of packets that the peer missed within bursts, 0 to 1.</summary>
    public double? SentBurstLoss { get; init; }

    /// <summary>How long such a burst lasts in the mean, in milliseconds.</summary>
    public double? SentBurst { get; init; }

    /// <summary>The share of packets that the peer missed between bursts, 0 to 1.</summary>
    public double? SentGapLoss { get; init; }

    /// <summary>How much the spacing of the packets varied at the peer, in milliseconds.</summary>
    public double? SentJitter { get; init; }

    /// <summary>Reads it; null if there is nothing to say.</summary>
    public static CallQuality? Of(in LegQuality quality)
    {
        if (quality is { Received: null, Sent: null })
        {
            return null;
        }

        var (received, sent) = (quality.Received, quality.Sent);
        return new CallQuality
        {
            Mos = Round(received?.Mos, 2),
            RFactor = Round(received?.RFactor, 1),
            LowestMos = Round(quality.LowestMos, 2),
            Loss = Round(received?.Loss + received?.Late, 4),
            Late = Round(received?.Late, 4),
            BurstLoss = Round(received?.BurstDensity, 4),
            Burst = Round(received?.BurstDuration.TotalMilliseconds, 0),
            GapLoss = Round(received?.GapDensity, 4),
            Jitter = Round(received?.Jitter.TotalMilliseconds, 1),
            RoundTrip = Round(quality.RoundTrip?.TotalMilliseconds, 1),
            SentMos = Round(sent?.Mos, 2),
            SentRFactor = Round(sent?.RFactor, 1),
            SentLoss = Round(sent?.Loss + sent?.Late, 4),
            SentLate = Round(sent?.Late, 4),
            SentBurstLoss = Round(sent?.BurstDensity, 4),
            SentBurst = Round(sent?.BurstDuration.TotalMilliseconds, 0),
            SentGapLoss = Round(sent?.GapDensity, 4),
            SentJitter = Round(sent?.Jitter.TotalMilliseconds, 1),
        };
    }

    private static double? Round(double? value, int digits) => value is { } number ? Math.Round(number, digits) : null;
}
