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

    [Fact]
    public void LossOfThePeer_IsAShare_WhateverItCounts()
    {
        Assert.Equal(1, Rating.Of(200, 15, TimeSpan.Zero, metrics: null, roundTrip: null).Loss);
    }
}
