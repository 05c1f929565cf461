using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Transports;

public class SourceBucketsTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private static readonly TokenRate Rate = new(PerSecond: 10, Burst: 20);

    private readonly SourceBuckets _buckets = new(Rate);

    [Fact]
    public void Source_HasItsOwnBucket()
    {
        Assert.Equal(20, Take(Source(1), now: 0, tries: 100));
        Assert.Equal(20, Take(Source(2), now: 0, tries: 100));
        Assert.Equal(0, Take(Source(1), now: 0, tries: 100));
        Assert.Equal(10, Take(Source(1), now: Second, tries: 100));
    }

    [Fact]
    public void Flood_OfAddresses_LetsThroughNoMoreThanTheTableHasPlaces_AndFreesNoBusyOne()
    {
        Assert.Equal(20, Take(Source(1), now: 0, tries: 100));
        var taken = 0;
        for (var source = 2; source < 20_000; source++)
        {
            taken += Take(Source(source), now: 0, tries: 21);
        }

        // 4,096 places, of which one is the first source's.
        Assert.InRange(taken, 20, 4095 * 20);
        Assert.Equal(0, Take(Source(1), now: 0, tries: 100));
    }

    [Fact]
    public void Sources_ThatAreQuiet_GiveTheirPlaces()
    {
        for (var source = 1; source < 20_000; source++)
        {
            // Each has its whole burst: the ones before have been quiet for long enough.
            Assert.Equal(20, Take(Source(source), now: source * 2 * Second, tries: 30));
        }
    }

    [Fact]
    public void RandomWalk_NoSourceEverGetsMoreThanItsRate()
    {
        var dice = new SeededRandom(7);
        var taken = new Dictionary<int, int>();
        var now = 0L;
        for (var step = 0; step < 200_000; step++)
        {
            now += dice.Next(2_000);
            var source = dice.Next(3_000);
            if (_buckets.TryTake(Source(source), now))
            {
                taken[source] = taken.GetValueOrDefault(source) + 1;
            }
        }

        // A source that lost its place had been full again, so the sum over all its places obeys its rate too.
        Assert.All(taken.Values, count => Assert.True(count <= 20 + (now / Rate.Interval) + 1));
    }

    [Fact]
    public void Take_AllocatesNothing()
    {
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var source = 0; source < 10_000; source++)
            {
                _buckets.TryTake(Source(source), source);
            }
        }));
    }

    private static SourceAddress Source(int number) => new((UInt128)(uint)number << 64);

    private int Take(SourceAddress source, long now, int tries)
    {
        var taken = 0;
        for (var i = 0; i < tries; i++)
        {
            taken += _buckets.TryTake(source, now) ? 1 : 0;
        }

        return taken;
    }
}
