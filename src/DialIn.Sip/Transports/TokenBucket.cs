namespace DialIn.Sip.Transports;

/// <summary>
/// A bucket of tokens, as the one number that says all about it: when it will be full again. A value; whoever keeps it says
/// what time it is. A new one is full.
/// </summary>
/// <param name="FullAt">That time, in ticks of 100 ns on a clock that never goes back and began at 0.</param>
public readonly record struct TokenBucket(long FullAt)
{
    /// <summary>Takes a token if there is one.</summary>
    /// <param name="rate">The bucket's size and how fast it fills.</param>
    /// <param name="now">The time.</param>
    /// <param name="after">The bucket afterwards; unchanged if it was empty, so that asking too often costs nothing more.</param>
    public bool TryTake(TokenRate rate, long now, out TokenBucket after)
    {
        var fullAt = Math.Max(FullAt, now) + rate.Interval;
        var isThere = fullAt - now <= rate.Burst * rate.Interval;
        after = isThere ? new TokenBucket(fullAt) : this;
        return isThere;
    }

    /// <summary>Whether nothing is missing: then it says no more than a new one.</summary>
    public bool IsFull(long now) => FullAt <= now;
}
