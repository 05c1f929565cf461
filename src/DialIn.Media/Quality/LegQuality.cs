namespace DialIn.Media.Quality;

/// <summary>How well a leg was transported, both ways, over its last five seconds or its whole life.</summary>
public readonly record struct LegQuality
{
    /// <summary>What came from the peer, as measured here; null as long as nothing came.</summary>
    public StreamQuality? Received { get; init; }

    /// <summary>What went to the peer, as its RTCP says; null as long as it says nothing.</summary>
    public StreamQuality? Sent { get; init; }

    /// <summary>The way to the peer and back; null as long as its RTCP does not tell.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>The lowest score of five seconds of what came; null before the first five.</summary>
    public double? LowestMos { get; init; }
}
