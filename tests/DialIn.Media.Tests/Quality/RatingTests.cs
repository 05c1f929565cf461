using DialIn.Media.Quality;
using DialIn.Media.Rtcp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Quality;

/// <summary>What is made of a peer's own figures.</summary>
public class RatingTests
{
    [Theory]
    [Rfc(3611, "4.7")]
    [InlineData(0, 0)]
    [InlineData(70, 70)]
    [InlineData(100, 100)]
    [InlineData(101, 92.72)] // no rating: ours is taken
    [InlineData(126, 92.72)]
    [InlineData(127, 92.72)]
    [InlineData(255, 92.72)]
    public void RatingOfThePeer_IsTakenIfItIsOne(byte given, double expected)
    {
        var metrics = new VoipMetrics { RFactor = given };

        Assert.Equal(expected, Rating.Of(100, 0, TimeSpan.Zero, metrics, roundTrip: null).RFactor, 2);
    }

    [Theory]
    [Rfc(3611, "4.7.3")]
    [InlineData(0, 93.2 - (0.024 * (50 + 20 + 20)))] // not known: 20 ms for the packet, twice the jitter
    [InlineData(70, 93.2 - (0.024 * (50 + 70)))] // both are in its own figure
    public void DelayInsideThePeer_TakesThePlaceOfWhatWeReckon(int inside, double expected)
    {
        var metrics = new VoipMetrics { RFactor = 127, EndSystemDelay = (ushort)inside };

        Assert.Equal(
            expected, Rating.Of(100, 0, TimeSpan.FromMilliseconds(10), metrics, TimeSpan.FromMilliseconds(100)).RFactor, 2);
    }

    [Fact]
    public void BurstThatWasOpenAtTheLastLook_HasALength()
    {
        var counts = default(BurstGap);
        Add(ref counts, Arrival.Lost, 3);
        var before = counts;
        before.Close();
        Add(ref counts, Arrival.Lost, 5);
        Add(ref counts, Arrival.InTime, 100);

        var rated = Rating.Of(counts, before, TimeSpan.Zero, TimeSpan.FromMilliseconds(20), roundTrip: null)!.Value;

        Assert.Equal((1.0, 100.0), (rated.BurstDensity, rated.BurstDuration.TotalMilliseconds));
    }

    private static void Add(ref BurstGap counts, Arrival arrival, int packets)
    {
        for (var i = 0; i < packets; i++)
        {
            counts.Add(arrival);
        }
    }

    [Fact]
    public void LossOfThePeer_IsAShare_WhateverItCounts()
    {
        Assert.Equal(1, Rating.Of(200, 15, TimeSpan.Zero, metrics: null, roundTrip: null).Loss);
    }
}
