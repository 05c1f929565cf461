using DialIn.Media.Relay;

namespace DialIn.Media.Tests.Relay;

public class RateCapTests
{
    private RateCap _cap = new(200);
    private TimeSpan _now = TimeSpan.FromSeconds(50);

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(20)]
    public void SteadyPackets_DownTo5Milliseconds_AllPass(int apart) => Assert.Equal(10_000, Passed(10_000, apart));

    [Fact]
    public void TenTimesTheRate_IsCutDownToTheCap()
    {
        // 2000 packets a second for 10 s: two seconds' worth at once, and then 200 a second.
        Assert.InRange(Passed(20_000, TimeSpan.FromMilliseconds(0.5)), 2390, 2410);
    }

    [Fact]
    public void BurstAfterAStall_Passes_AndNotTwice()
    {
        Assert.Equal(100, Passed(100, 20));
        _now += TimeSpan.FromSeconds(2);
        Assert.Equal(200, Passed(200, 0)); // two seconds of 10 ms packets at once
        Assert.Equal(200, Passed(1000, 0));
        _now += TimeSpan.FromSeconds(1);
        Assert.Equal(200, Passed(1000, 0));
    }

    [Fact]
    public void NoCap_NoLimit()
    {
        _cap = default;

        Assert.Equal(10_000, Passed(10_000, 0));
    }

    private int Passed(int packets, int apart) => Passed(packets, TimeSpan.FromMilliseconds(apart));

    private int Passed(int packets, TimeSpan apart)
    {
        var passed = 0;
        for (var i = 0; i < packets; i++)
        {
            _now += apart;
            passed += _cap.Takes(_now) ? 1 : 0;
        }

        return passed;
    }
}
