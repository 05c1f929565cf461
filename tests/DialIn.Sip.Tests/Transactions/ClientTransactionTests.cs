using DialIn.Sip.Transactions;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Transactions;

public class ClientTransactionTests
{
    [Fact]
    [Rfc(3261, "17.1.2.2")]
    public void TimerE_NoResponse_DoublesUpToT2UntilTimerF()
    {
        var run = Unreliable().Until(40_000);

        Assert.Equal(
            ["0 SendRequest", "500 SendRequest", "1500 SendRequest", "3500 SendRequest", "7500 SendRequest", "11500 SendRequest", "15500 SendRequest", "19500 SendRequest", "23500 SendRequest", "27500 SendRequest", "31500 SendRequest", "32000 InformTimeout", "32000 Terminate"],
            run.Take());
    }

    [Fact]
    [Rfc(3261, "17.1.2.2")]
    public void TimerE_ReliableTransport_NeverRuns() =>
        Assert.Equal(["0 SendRequest", "32000 InformTimeout", "32000 Terminate"], Reliable().Until(40_000).Take());

    [Fact]
    [Rfc(3261, "17.1.2.2")]
    public void Proceeding_TimerE_RepeatsEveryT2AndTimerFStillCounts()
    {
        var run = Unreliable().Until(100).Response(100);
        run.Take();

        Assert.Equal([500, 4500, 8500, 12500, 16500, 20500, 24500, 28500], run.Until(31_999).Times("SendRequest"));
        Assert.Equal(["32000 InformTimeout", "32000 Terminate"], run.Until(32_000).Take());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(603)]
    [Rfc(3261, "17.1.2.2")]
    public void Final_UnreliableTransport_IsPassedUpOnceAndAbsorbedForT4(int status)
    {
        var run = Unreliable().Until(700).Response(status).Until(900).Response(status).Until(60_000);

        Assert.Equal(["0 SendRequest", "500 SendRequest", "700 PassToUser", "5700 Terminate"], run.Take());
    }

    [Fact]
    [Rfc(3261, "17.1.2.2")]
    public void Final_ReliableTransport_EndsAtOnce() =>
        Assert.Equal(["0 SendRequest", "0 PassToUser", "0 Terminate"], Reliable().Response(200).Until(60_000).Take());

    [Fact]
    [Rfc(3261, "17.1.2.2")]
    public void Provisionals_ArePassedUp() =>
        Assert.Equal(["0 SendRequest", "0 PassToUser", "0 PassToUser"], Unreliable().Response(100).Response(100).Take());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rfc(3261, "17.1.4")]
    public void TransportError_InformsAndEnds(bool afterProvisional)
    {
        var run = Unreliable();
        run = afterProvisional ? run.Response(100) : run;
        run.Take();

        Assert.Equal(["0 InformTransportError", "0 Terminate"], run.Fail().Until(60_000).Take());
    }

    [Fact]
    [Rfc(4320, "4.2")]
    public void LateFinal_AfterTimerF_IsAbsorbed()
    {
        var run = Unreliable().Until(32_000);
        run.Take();

        Assert.Empty(run.Response(200).Take());
        Assert.True(run.Machine.IsTerminated);
    }

    private static MachineRun Unreliable() => MachineRun.Started(new ClientTransaction(MachineRun.Defaults, Reliable: false));

    private static MachineRun Reliable() => MachineRun.Started(new ClientTransaction(MachineRun.Defaults, Reliable: true));
}
