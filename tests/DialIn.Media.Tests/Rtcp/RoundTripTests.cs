using DialIn.Media.Rtcp;

namespace DialIn.Media.Tests.Rtcp;

public class RoundTripTests
{
    [Fact]
    public void Example_OfTheRfc_GivesItsFigure()
    {
        // RFC 3550 §6.4.1, figure 2: A = b710:8000, DLSR = 0005:4000, LSR = b705:2000, round trip 0000:2000... in seconds
        // 46864.500 - 5.250 - 46853.125 = 6.125.
        var roundTrip = default(RoundTrip);
        roundTrip.Sent(0xb705_2000);
        roundTrip.Take(Block(0xb705_2000, 0x0005_4000), TimeSpan.FromSeconds(46864.5));

        Assert.Equal(6.125, roundTrip.Last?.TotalSeconds);
    }

    [Fact]
    public void Mean_IsOfAll_AndReportsBeforeTheLastCountToo()
    {
        var roundTrip = default(RoundTrip);
        roundTrip.Sent(10 << 16);
        roundTrip.Take(Block(10 << 16, 1 << 16), TimeSpan.FromSeconds(11.25));
        roundTrip.Sent(15 << 16);
        roundTrip.Take(Block(10 << 16, 6 << 16), TimeSpan.FromSeconds(16.75));

        Assert.Equal((0.75, 0.5, 2), (roundTrip.Last?.TotalSeconds, roundTrip.Mean?.TotalSeconds, roundTrip.Count));
    }

    [Theory]
    [InlineData(0u, 0u)] // none of our reports has come
    [InlineData(3u << 16, 0u)] // we never sent that one
    [InlineData(10u << 16, 3u << 16)] // it lay there for longer than it is old
    [InlineData(10u << 16, 0xFFF0_0000u)]
    public void Nonsense_IsNotMeasured(uint lastReport, uint delay)
    {
        var roundTrip = default(RoundTrip);
        roundTrip.Sent(10 << 16);
        roundTrip.Take(Block(lastReport, delay), TimeSpan.FromSeconds(12));

        Assert.Null(roundTrip.Last);
    }

    [Fact]
    public void NegativeByRounding_IsZero()
    {
        var roundTrip = default(RoundTrip);
        roundTrip.Sent(10 << 16);
        roundTrip.Take(Block(10 << 16, (2 << 16) + 3), TimeSpan.FromSeconds(12));

        Assert.Equal(TimeSpan.Zero, roundTrip.Last);
    }

    [Fact]
    public void NtpTime_HasSecondsAndFraction()
    {
        Assert.Equal(0x0000_0064_8000_0000ul, NtpTime.From(TimeSpan.FromSeconds(100.5)));
        Assert.Equal(0x0064_8000u, NtpTime.Compact(0x0000_0064_8000_0000));
        Assert.Equal(0x0001_8000u, NtpTime.CompactDuration(TimeSpan.FromSeconds(1.5)));
        Assert.Equal(0u, NtpTime.CompactDuration(TimeSpan.FromSeconds(-1)));
    }

    private static ReportBlock Block(uint lastReport, uint delay) => new(0xBEEF, 0, 0, 0, 0, lastReport, delay);
}
