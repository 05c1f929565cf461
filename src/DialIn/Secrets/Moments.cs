namespace DialIn.Secrets;

/// <summary>The present moment as precise as a database keeps it: a state that was written equals the one that is read.</summary>
internal static class Moments
{
    /// <summary>Now, in whole milliseconds.</summary>
    public static DateTimeOffset GetMoment(this TimeProvider time) => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
