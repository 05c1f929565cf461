using DialIn.Media.Quality;
using DialIn.Testing;

namespace DialIn.Media.Tests.Quality;

[Rfc(3611, "4.7.2")]
public class BurstGapTests
{
    [Fact]
    public void Bursts_BeginAndEndWithALoss_AndASingleLossIsInTheGap()
    {
        var counts = Of("....................x...xx..x....................x..............................");

        Assert.Equal((75L, 0L, 5L, 4L), (counts.InTime, counts.TooLate, counts.Lost, counts.LossRuns));
        Assert.Equal((1L, 9L, 4L), (counts.Bursts, counts.BurstPackets, counts.BurstLosses));
        Assert.Equal((71L, 1L), (counts.GapPackets, counts.GapLosses));
    }

    [Theory]
    [InlineData("xx", 1, 2)]
    [InlineData("x...............x", 1, 17)] // 15 between them
    [InlineData("x................x", 0, 0)] // 16 between them: two single losses
    [InlineData("x...............x...............x", 1, 33)]
    [InlineData("l.x", 1, 3)] // what came too late counts as well
    [InlineData("x", 0, 0)]
    [InlineData("", 0, 0)]
    public void Gmin_PartsBursts(string stream, long bursts, long packets)
    {
        var counts = Of(stream);

        Assert.Equal((bursts, packets), (counts.Bursts, counts.BurstPackets));
        Assert.Equal(stream.Length, counts.BurstPackets + counts.GapPackets);
    }

    private static BurstGap Of(string stream)
    {
        var counts = default(BurstGap);
        foreach (var packet in stream)
        {
            counts.Add(packet switch { '.' => Arrival.InTime, 'l' => Arrival.TooLate, _ => Arrival.Lost });
        }

        counts.Close();
        return counts;
    }
}
