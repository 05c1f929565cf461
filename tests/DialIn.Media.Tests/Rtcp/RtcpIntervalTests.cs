using DialIn.Media.Rtcp;

namespace DialIn.Media.Tests.Rtcp;

public class RtcpIntervalTests
{
    // RFC 3550 §6.3.1: from 0.5 to 1.5 times, divided by e - 3/2 = 1.21828.
    [Theory]
    [InlineData(false, 0.0, 2.0521)]
    [InlineData(false, 0.5, 4.1041)]
    [InlineData(false, 1.0, 6.1562)]
    [InlineData(true, 0.0, 1.0260)]
    [InlineData(true, 1.0, 3.0781)]
    public void TwoSides_TakeTheMinimum_AndHalfOfItAtFirst(bool isInitial, double random, double seconds) =>
        Assert.Equal(seconds, Interval(isInitial: isInitial).Next(random).TotalSeconds, 4);

    [Theory]
    // Two senders of two members: all share all. 2 * 120 / 10 = 24 s.
    [InlineData(2, 2, true, 10, 24)]
    // Two senders of ten: the senders share a quarter, 2 * 120 / 2.5 = 96 s; the others the rest, 8 * 120 / 7.5 = 128 s.
    [InlineData(10, 2, true, 10, 96)]
    [InlineData(10, 2, false, 10, 128)]
    // Three of ten are more than a quarter: 10 * 120 / 10.
    [InlineData(10, 3, false, 10, 120)]
    public void LittleBandwidth_IsShared(int members, int senders, bool weSent, double bandwidth, double seconds) =>
        Assert.Equal(seconds, Interval(members, senders, weSent, bandwidth).Deterministic.TotalSeconds, 6);

    [Fact]
    public void Schedule_FirstReport_ComesWithinHalfTheInterval()
    {
        var schedule = new RtcpSchedule(20_000, TimeSpan.FromSeconds(100), 0);
        Assert.False(schedule.IsDue(TimeSpan.FromSeconds(101), true, true, 0));
        Assert.True(schedule.IsDue(TimeSpan.FromSeconds(101.1), true, true, 0));

        schedule.Sent(100, TimeSpan.FromSeconds(101.1), true, true, 1);
        Assert.Equal(101.1 + 6.1562, schedule.Next.TotalSeconds, 4);
    }

    [Fact]
    public void Schedule_TimerReconsidered_WaitsOn()
    {
        // RFC 3550 §6.3.6: the interval is drawn again as the timer runs out; a longer one moves the timer.
        var schedule = new RtcpSchedule(20_000, TimeSpan.Zero, 0);
        Assert.False(schedule.IsDue(TimeSpan.FromSeconds(2), true, true, 1));
        Assert.Equal(3.0781, schedule.Next.TotalSeconds, 4);
        Assert.True(schedule.IsDue(TimeSpan.FromSeconds(3.1), true, true, 0.5));
    }

    [Fact]
    public void Schedule_OfALongCall_NeverComesCloserThanTheMinimumAllows()
    {
        var random = new Random(3);
        var schedule = new RtcpSchedule(20_000, TimeSpan.Zero, random.NextDouble());
        var sent = new List<double>();
        for (var now = TimeSpan.Zero; now < TimeSpan.FromHours(1); now += TimeSpan.FromMilliseconds(20))
        {
            if (schedule.IsDue(now, true, true, random.NextDouble()))
            {
                schedule.Sent(104, now, true, true, random.NextDouble());
                schedule.Received(104);
                sent.Add(now.TotalSeconds);
            }
        }

        var apart = sent.Zip(sent.Skip(1), (before, after) => after - before).ToList();
        Assert.InRange(sent[0], 1.02, 3.1);
        Assert.All(apart, seconds => Assert.InRange(seconds, 2.05, 6.2));
        Assert.InRange(apart.Average(), 4.5, 5.5); // what reconsideration adds, the compensation takes away
    }

    private static RtcpInterval Interval(int members = 2, int senders = 2, bool weSent = true, double bandwidth = 1000, bool isInitial = false) => new()
    {
        Members = members,
        Senders = senders,
        Bandwidth = bandwidth,
        WeSent = weSent,
        AverageSize = 120,
        IsInitial = isInitial,
    };
}
