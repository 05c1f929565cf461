using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Tests.Transports;

public class TokenBucketTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private static readonly TokenRate Rate = new(PerSecond: 10, Burst: 20);

    [Fact]
    public void Burst_AfterAPause_IsTakenWhole_AndNotOneMore()
    {
        var bucket = default(TokenBucket);

        Assert.Equal(20, Take(ref bucket, now: 5 * Second, tries: 100));
        Assert.Equal(0, Take(ref bucket, now: 5 * Second, tries: 100));
    }

    [Fact]
    public void Tokens_ComeBackAtTheRate_WhateverWasRefusedMeanwhile()
    {
        var bucket = default(TokenBucket);
        Take(ref bucket, now: 0, tries: 1000);

        Assert.Equal(0, Take(ref bucket, now: (Second / 10) - 1, tries: 1000));
        Assert.Equal(1, Take(ref bucket, now: Second / 10, tries: 1000));
        Assert.Equal(10, Take(ref bucket, now: (Second / 10) + Second, tries: 1000));
        Assert.False(bucket.IsFull(2 * Second));
        Assert.True(bucket.IsFull(4 * Second));
        Assert.Equal(20, Take(ref bucket, now: 100 * Second, tries: 1000));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void RandomWalk_NeverLetsThroughMoreThanTheRate_AndNeverLess(ulong seed)
    {
        var dice = new SeededRandom(seed);
        for (var walk = 0; walk < 50; walk++)
        {
            var rate = new TokenRate(1 + dice.Next(500), 1 + dice.Next(100));
            var (bucket, tokens) = (default(TokenBucket), (double)rate.Burst);
            var (now, taken) = (0L, new List<long>());
            for (var step = 0; step < 500; step++)
            {
                var pause = (long)dice.Next(3) * dice.Next(10_000_000);
                now += pause;
                // The plain description of a bucket, with fractions.
                tokens = Math.Min(rate.Burst, tokens + ((double)pause / rate.Interval));
                var isTaken = bucket.TryTake(rate, now, out bucket);
                Assert.Equal(tokens >= 1 - 1e-6, isTaken);
                if (isTaken)
                {
                    tokens -= 1;
                    taken.Add(now);
                }
            }

            AssertNoWindowHoldsTooMany(rate, taken);
        }
    }

    private static void AssertNoWindowHoldsTooMany(TokenRate rate, List<long> taken)
    {
        for (var first = 0; first < taken.Count; first++)
        {
            for (var last = first; last < taken.Count; last++)
            {
                Assert.True(last - first + 1 <= rate.Burst + ((taken[last] - taken[first]) / rate.Interval) + 1);
            }
        }
    }

    private static int Take(ref TokenBucket bucket, long now, int tries)
    {
        var taken = 0;
        for (var i = 0; i < tries; i++)
        {
            taken += bucket.TryTake(Rate, now, out bucket) ? 1 : 0;
        }

        return taken;
    }
}
