namespace DialIn.Sip.Locating;

/// <summary>The order in which the hosts of a service are tried, RFC 2782.</summary>
internal static class SrvOrder
{
    /// <summary>Lowest priority first; among equals at random, by weight.</summary>
    /// <param name="records">The records of one service.</param>
    /// <param name="random">A number from 0 up to but not including its argument. The same numbers and the same records, in whatever order, give the same result.</param>
    public static IEnumerable<DnsRecord.Service> Arrange(IEnumerable<DnsRecord.Service> records, Func<int, int> random)
    {
        foreach (var equals in records.GroupBy(record => record.Priority).OrderBy(group => group.Key))
        {
            // RFC 2782: those of weight 0 go first into the draw, so that they are chosen only if the number drawn is 0.
            var left = equals
                .OrderBy(record => record.Weight == 0 ? 0 : 1)
                .ThenBy(record => record.Target, StringComparer.OrdinalIgnoreCase)
                .ThenBy(record => record.Port)
                .ToList();
            while (left.Count > 0)
            {
                var chosen = Draw(left, random);
                yield return left[chosen];
                left.RemoveAt(chosen);
            }
        }
    }

    // RFC 2782: a number from 0 to the sum of all weights, and the first record whose running sum reaches it.
    private static int Draw(List<DnsRecord.Service> left, Func<int, int> random)
    {
        var drawn = random(left.Sum(record => record.Weight) + 1);
        var running = 0;
        for (var i = 0; i < left.Count; i++)
        {
            running += left[i].Weight;
            if (running >= drawn)
            {
                return i;
            }
        }

        return left.Count - 1;
    }
}
