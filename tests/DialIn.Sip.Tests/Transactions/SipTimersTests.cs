using DialIn.Sip.Transactions;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Transactions;

public class SipTimersTests
{
    [Fact]
    [Rfc(3261, "17.1.1.1")]
    public void Defaults_AreThoseOfTheRfc()
    {
        var timers = new SipTimers();

        Assert.Equal((500.0, 4.0, 5.0), (timers.T1.TotalMilliseconds, timers.T2.TotalSeconds, timers.T4.TotalSeconds));
        Assert.Equal(32, timers.GiveUp.TotalSeconds);
        Assert.Equal(32, timers.CompletedAfterFailure.TotalSeconds);
    }

    [Theory]
    [InlineData(1.0, 2.0)]
    [InlineData(2.0, 4.0)]
    [InlineData(3.0, 4.0)]
    [InlineData(4.0, 4.0)]
    public void Interval_DoublesUpToT2(double from, double to) =>
        Assert.Equal(to, new SipTimers().NextUpToT2(TimeSpan.FromSeconds(from)).TotalSeconds);

    [Fact]
    public void Instances_AreIndependent()
    {
        var slow = new SipTimers { T1 = TimeSpan.FromSeconds(1) };

        Assert.Equal(64, slow.GiveUp.TotalSeconds);
        Assert.Equal(64, slow.CompletedAfterFailure.TotalSeconds);
        Assert.Equal(32, new SipTimers().GiveUp.TotalSeconds);
    }
}
