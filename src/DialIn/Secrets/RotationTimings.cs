namespace DialIn.Secrets;

/// <summary>The times of a rotation.</summary>
internal sealed record RotationTimings
{
    /// <summary>How long an old secret is kept as fallback, and a refused new one for the case that the peer learns it later.</summary>
    public TimeSpan FallbackFor { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The first pause after an attempt that brought no answer; doubled with each.</summary>
    // Five seconds: an operator waits; each attempt itself takes up to half a minute when nobody is there.
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest such pause.</summary>
    // Five minutes: a registrar that was down for hours is not asked more often, and noticed soon.
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>While the active secret is refused again and again, the others are tried at most this often.</summary>
    // Five minutes: peers ban those who show wrong passwords more often.
    public TimeSpan RefusedRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The peer's acceptance of the active secret is worth a write this often.</summary>
    public TimeSpan ProofEvery { get; init; } = TimeSpan.FromHours(1);
}
