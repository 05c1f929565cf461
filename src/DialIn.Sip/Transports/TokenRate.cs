namespace DialIn.Sip.Transports;

/// <summary>How often something may happen.</summary>
/// <param name="PerSecond">In the long run, 1 to 1,000,000.</param>
/// <param name="Burst">At once after a pause, 1 or more.</param>
public readonly record struct TokenRate(int PerSecond, int Burst)
{
    /// <summary>The time in which one token comes back, in ticks of 100 ns.</summary>
    internal long Interval => TimeSpan.TicksPerSecond / PerSecond;
}
