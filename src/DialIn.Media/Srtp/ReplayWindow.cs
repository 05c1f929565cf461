namespace DialIn.Media.Srtp;

/// <summary>Which of the last 64 indexes were received: each may come once. RFC 3711 §3.3.2. A plain value.</summary>
/// <param name="Highest">The highest index received, or -1.</param>
/// <param name="Bits">A bit for each index received, the lowest one for <paramref name="Highest"/>.</param>
internal readonly record struct ReplayWindow(long Highest, ulong Bits)
{
    /// <summary>Indexes that it looks back; 1.3 s of packets of 20 ms.</summary>
    public const int Size = 64;

    /// <summary>Nothing was received yet.</summary>
    public static readonly ReplayWindow Empty = new(-1, 0);

    /// <summary>Whether the index was not received yet, and is not too old to know.</summary>
    public bool IsNew(long index) => index > Highest || (Highest - index < Size && (Bits & (1UL << (int)(Highest - index))) == 0);

    /// <summary>The window with an authentic packet's index.</summary>
    public ReplayWindow With(long index)
    {
        if (index <= Highest)
        {
            return this with { Bits = Bits | (1UL << (int)(Highest - index)) };
        }

        var step = index - Highest;
        return new ReplayWindow(index, (step < Size ? Bits << (int)step : 0) | 1);
    }
}
