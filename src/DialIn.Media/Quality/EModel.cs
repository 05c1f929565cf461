namespace DialIn.Media.Quality;

/// <summary>
/// What a network does to speech, as one number: the E-model of ITU-T G.107, cut down to what a network can change. Pure
/// functions.
/// </summary>
/// <remarks>
/// <code>
/// R      = 93.2 - Id - Ie,eff                          G.107 with its default values for everything else
/// Id     = 0.024 d + 0.11 (d - 177.3) H(d - 177.3)     d in ms; R. G. Cole and J. H. Rosenbluth, "Voice over IP
///                                                      performance monitoring", 2001, from the curves of G.107
/// Ie,eff = Ie + (95 - Ie) Ppl / (Ppl / BurstR + Bpl)   G.107, Ppl in percent
/// MOS    = 1 + 0.035 R + R (R - 60) (100 - R) 7e-6     G.107 annex B
/// </code>
/// Ie and Bpl are those of G.711 in G.113 appendix I: 0 and 25.1 with concealment of lost packets, 4.3 without. G.722 has none on
/// this scale, which ends at the quality of the telephone. It is taken like G.711: its calls are not rated up for sounding
/// better, nor down, and what the figure says is what the network took away.
/// </remarks>
internal static class EModel
{
    private const double Best = 93.2;
    private const double RobustWithConcealment = 25.1;
    private const double RobustWithoutConcealment = 4.3;

    /// <summary>The rating, 0 to 93.2: above 80 people are content, below 60 many are not.</summary>
    /// <param name="loss">The share of packets that are not heard, 0 to 1.</param>
    /// <param name="burstRatio">How much longer runs of lost packets are than if each were lost by chance; 1 for chance.</param>
    /// <param name="delay">From mouth to ear.</param>
    /// <param name="isConcealed">Whether the receiver makes up for what is lost, and not silence.</param>
    public static double Rating(double loss, double burstRatio, TimeSpan delay, bool isConcealed)
    {
        var percent = Math.Clamp(loss, 0, 1) * 100;
        var robustness = isConcealed ? RobustWithConcealment : RobustWithoutConcealment;
        var equipment = 95 * percent / ((percent / Math.Max(1, burstRatio)) + robustness);
        return Math.Max(0, Best - DelayImpairment(delay) - equipment);
    }

    /// <summary>The mean opinion score that belongs to a rating, 1 to 4.5.</summary>
    public static double MeanOpinionScore(double rating) => rating switch
    {
        <= 0 => 1,
        >= 100 => 4.5,
        _ => Math.Max(1, 1 + (0.035 * rating) + (rating * (rating - 60) * (100 - rating) * 7e-6)),
    };

    private static double DelayImpairment(TimeSpan delay)
    {
        var milliseconds = Math.Max(0, delay.TotalMilliseconds);
        return (0.024 * milliseconds) + (0.11 * Math.Max(0, milliseconds - 177.3));
    }
}
