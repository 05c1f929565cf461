using DialIn.Media.Quality;

namespace DialIn.Calls;

/// <summary>How one leg of a call was transported, rounded to what can be told apart.</summary>
internal sealed record CallQuality
{
    /// <summary>The mean opinion score of what came, 1 to 4.41; above 4 people are content. Null if nothing came.</summary>
    public double? Mos { get; init; }

    /// <summary>The lowest score of five seconds.</summary>
    public double? LowestMos { get; init; }

    /// <summary>The share of packets that did not come, or came too late to be heard, 0 to 1.</summary>
    public double? Loss { get; init; }

    /// <summary>How much the spacing of the packets varied, in milliseconds.</summary>
    public double? Jitter { get; init; }

    /// <summary>The way to the peer and back, in milliseconds; null if its RTCP did not tell.</summary>
    public double? RoundTrip { get; init; }

    /// <summary>The score of what went to the peer, by its RTCP; null if it sent none.</summary>
    public double? SentMos { get; init; }

    /// <summary>The share of packets that the peer missed, 0 to 1.</summary>
    public double? SentLoss { get; init; }

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
            LowestMos = Round(quality.LowestMos, 2),
            Loss = Round(received?.Loss + received?.Late, 4),
            Jitter = Round(received?.Jitter.TotalMilliseconds, 1),
            RoundTrip = Round(quality.RoundTrip?.TotalMilliseconds, 1),
            SentMos = Round(sent?.Mos, 2),
            SentLoss = Round(sent?.Loss + sent?.Late, 4),
        };
    }

    private static double? Round(double? value, int digits) => value is { } number ? Math.Round(number, digits) : null;
}
