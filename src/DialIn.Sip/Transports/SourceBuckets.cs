namespace DialIn.Sip.Transports;

/// <summary>
/// One bucket per source address, in a table of fixed size. A source that nobody has heard of for a while gives its place to
/// the next. Where all places for an address are taken by busy sources, newcomers share the one that will be free first: a
/// flood of addresses makes limits tighter, never looser, and costs no memory. Thread-safe.
/// </summary>
/// <param name="rate">What each source may.</param>
public sealed class SourceBuckets(TokenRate rate)
{
    // 4,096 busy sources in 100 kB; carriers and conference servers are a few hundred.
    private const int Sets = 1024;
    private const int Ways = 4;

    private readonly Lock _lock = new();
    private readonly SourceAddress[] _sources = new SourceAddress[Sets * Ways];
    private readonly TokenBucket[] _buckets = new TokenBucket[Sets * Ways];

    /// <summary>Takes a token of this source. Allocates nothing.</summary>
    /// <param name="source">Who.</param>
    /// <param name="now">The time, in ticks of 100 ns on a clock that never goes back and began at 0.</param>
    public bool TryTake(SourceAddress source, long now)
    {
        // HashCode has a seed of this process: nobody can choose addresses that meet in one set.
        var first = (int)((uint)HashCode.Combine(source) % Sets) * Ways;
        lock (_lock)
        {
            var place = Array.IndexOf(_sources, source, first, Ways);
            if (place < 0)
            {
                place = FreeFirst(first);
                if (_buckets[place].IsFull(now))
                {
                    (_sources[place], _buckets[place]) = (source, default);
                }
            }

            return _buckets[place].TryTake(rate, now, out _buckets[place]);
        }
    }

    private int FreeFirst(int first)
    {
        var found = first;
        for (var place = first + 1; place < first + Ways; place++)
        {
            if (_buckets[place].FullAt < _buckets[found].FullAt)
            {
                found = place;
            }
        }

        return found;
    }
}
