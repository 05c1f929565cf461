using DialIn.Calls;
using DialIn.Testing;

namespace DialIn.Tests.Calls;

public class ReleaseCauseTests
{
    [Theory]
    [InlineData("Q.850;cause=16;text=\"Normal call clearing\"", "Q.850 16")]
    [InlineData("q.850 ; cause = 31", "Q.850 31")]
    [InlineData("SIP;cause=200;text=\"Call completed elsewhere\"", "SIP 200")]
    [InlineData("SIP;cause=487, Q.850;cause=19;text=\"no answer\"", "Q.850 19")]
    [InlineData("Q.850;text=\"a, b; cause=9\";cause=17", "Q.850 17")]
    [InlineData("Q.850;location=LN;cause=1", "Q.850 1")]
    [Rfc(3326, "2")]
    public void Reason_IsReadDownToProtocolAndNumber(string reason, string expected) => Assert.Equal(expected, ReleaseCause.Read(reason)?.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Busy Here")]
    [InlineData("Q.850")]
    [InlineData("Q.850;cause=")]
    [InlineData("Q.850;cause=0")]
    [InlineData("Q.850;cause=128")]
    [InlineData("Q.850;cause=1600")]
    [InlineData("SIP;cause=99")]
    [InlineData("SIP;cause=900")]
    [InlineData("preemption;cause=1")]
    [InlineData("Q.850;cause=+4915112345678")]
    [Rfc(3326, "2")]
    public void ReasonThatSaysNothingOfUse_IsNone(string? reason) => Assert.Null(ReleaseCause.Read(reason));

    // As FreeSWITCH 1.10.12 was seen to write them.
    [Theory]
    [InlineData("SIP;cause=701;text=\"SYSTEM_SHUTDOWN\"", true)]
    [InlineData("SIP;cause=804;text=\"MEDIA_TIMEOUT\"", true)]
    [InlineData("SIP;cause=408;text=\"Session timeout\"", true)]
    [InlineData("Q.850;cause=41;text=\"NORMAL_TEMPORARY_FAILURE\"", true)]
    [InlineData("Q.850;cause=102;text=\"RECOVERY_ON_TIMER_EXPIRE\"", true)]
    [InlineData("Q.850;cause=16;text=\"NORMAL_CLEARING\"", false)]
    [InlineData("SIP;cause=703;text=\"MANAGER_REQUEST\"", false)]
    [InlineData("SIP;cause=102", false)]
    public void Failure_IsToldFromAnEndThatSomebodyWanted(string reason, bool isFailure) => Assert.Equal(isFailure, ReleaseCause.Read(reason)?.IsFailure ?? false);

    [Fact]
    public void Reason_OfAnyLength_TakesNoTime()
    {
        Assert.Null(ReleaseCause.Read(new string(';', 60_000)));
        Assert.Null(ReleaseCause.Read(string.Concat(Enumerable.Repeat("Q.850;x=\"", 6_000))));
    }
}
