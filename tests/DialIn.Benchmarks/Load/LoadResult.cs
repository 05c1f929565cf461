namespace DialIn.Benchmarks.Load;

/// <summary>What the load driver saw of the packets that it sent in the measured seconds. Delays are in microseconds.</summary>
/// <param name="Sent">Packets sent.</param>
/// <param name="Received">Of those, packets that arrived, each counted once.</param>
/// <param name="Late">Of those, packets that took longer than 20 ms.</param>
/// <param name="P50">Half of them took at most this long.</param>
/// <param name="P99">99 of 100.</param>
/// <param name="P999">999 of 1000.</param>
/// <param name="Longest">The longest.</param>
/// <param name="OwnLateness">How late the driver itself sent 99 of 100.</param>
internal sealed record LoadResult(long Sent, long Received, long Late, int P50, int P99, int P999, int Longest, int OwnLateness)
{
    public long Lost => Sent - Received;

    /// <summary>The share that is of no use to a listener: lost, or later than 20 ms.</summary>
    public double Failed => Sent == 0 ? 1 : (double)(Lost + Late) / Sent;

    /// <summary>Several runs as one: counts are added up, of each quantile the median is taken.</summary>
    public static LoadResult Together(IReadOnlyList<LoadResult> runs)
    {
        return new LoadResult(
            runs.Sum(static run => run.Sent),
            runs.Sum(static run => run.Received),
            runs.Sum(static run => run.Late),
            Median(static run => run.P50),
            Median(static run => run.P99),
            Median(static run => run.P999),
            Median(static run => run.Longest),
            Median(static run => run.OwnLateness));

        int Median(Func<LoadResult, int> value) => runs.Select(value).Order().ElementAt(runs.Count / 2);
    }
}
