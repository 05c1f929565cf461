namespace DialIn.Benchmarks.Load;

/// <summary>Delays by the microsecond, up to 200 ms; longer ones count as that.</summary>
internal sealed class DelayHistogram
{
    private const int Longest = 200_000;

    private readonly int[] _counts = new int[Longest + 1];

    public long Count { get; private set; }

    public void Add(long nanoseconds)
    {
        _counts[(int)Math.Clamp(nanoseconds / 1000, 0, Longest)]++;
        Count++;
    }

    /// <summary>How many were longer than this.</summary>
    public long LongerThan(int microseconds)
    {
        var count = 0L;
        for (var i = microseconds + 1; i <= Longest; i++)
        {
            count += _counts[i];
        }

        return count;
    }

    /// <summary>The delay in microseconds that this share of all did not exceed; 0 without any.</summary>
    public int Quantile(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        var seen = 0L;
        for (var i = 0; i <= Longest; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
            {
                return i;
            }
        }

        return Longest;
    }
}
