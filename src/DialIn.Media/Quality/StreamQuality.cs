namespace DialIn.Media.Quality;

/// <summary>How well one direction of a leg was transported.</summary>
public readonly record struct StreamQuality
{
    /// <summary>Packets that came.</summary>
    public long Packets { get; init; }

    /// <summary>The share of packets that never came, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>The share of packets that came too late to be heard, 0 to 1.</summary>
    public double Late { get; init; }

    /// <summary>The smoothed deviation of the packets' spacing.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>The share of lost and late packets within bursts, 0 to 1. RFC 3611 §4.7.2.</summary>
    public double BurstDensity { get; init; }

    /// <summary>The mean length of a burst; zero without one.</summary>
    public TimeSpan BurstDuration { get; init; }

    /// <summary>The share of lost and late packets between bursts, 0 to 1. RFC 3611 §4.7.2.</summary>
    public double GapDensity { get; init; }

    /// <summary>The mean time between bursts.</summary>
    public TimeSpan GapDuration { get; init; }

    /// <summary>The rating of the E-model (ITU-T G.107), 0 to 93.2.</summary>
    public double RFactor { get; init; }

    /// <summary>The mean opinion score that is to be expected, 1 to 4.41.</summary>
    public double Mos { get; init; }
}
