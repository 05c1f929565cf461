using DialIn.Sip.Transactions;
using DialIn.Testing;
using Phase = DialIn.Sip.Transactions.InviteClientTransaction.Phase;

namespace DialIn.Sip.Tests.Transactions;

public class InviteClientTransactionTests
{
    [Fact]
    [Rfc(3261, "17.1.1.2")]
    public void TimerA_UnreliableTransport_DoublesTheIntervalUntilTimerB()
    {
        var run = Unreliable().Until(40_000);

        Assert.Equal(
            ["0 SendRequest", "500 SendRequest", "1500 SendRequest", "3500 SendRequest", "7500 SendRequest", "15500 SendRequest", "31500 SendRequest", "32000 InformTimeout", "32000 Terminate"],
            run.Take());
    }

    [Fact]
    [Rfc(3261, "17.1.1.2")]
    public void TimerA_ReliableTransport_NeverRuns() =>
        Assert.Equal(["0 SendRequest", "32000 InformTimeout", "32000 Terminate"], Reliable().Until(40_000).Take());

    [Fact]
    [Rfc(3261, "17.1.1.2")]
    public void Calling_Provisional_StopsRetransmissionsAndTimerB()
    {
        var run = Unreliable().Until(600).Response(100).Until(600_000);

        Assert.Equal(["0 SendRequest", "500 SendRequest", "600 PassToUser"], run.Take());
        Assert.Equal(Phase.Proceeding, State(run));
    }

    [Fact]
    [Rfc(3261, "17.1.1.2")]
    public void Proceeding_FurtherProvisionals_ArePassedUp() =>
        Assert.Equal(["0 SendRequest", "0 PassToUser", "0 PassToUser", "0 PassToUser"], Unreliable().Response(100).Response(180).Response(183).Take());

    [Theory]
    [InlineData(false, 300)]
    [InlineData(false, 486)]
    [InlineData(true, 699)]
    [Rfc(3261, "17.1.1.2")]
    public void Failure_UnreliableTransport_IsAcknowledgedPassedUpOnceAndAbsorbedUntilTimerD(bool ringing, int status)
    {
        var run = Unreliable();
        run = ringing ? run.Response(180) : run;
        run.Take();

        run.Until(100).Response(status).Until(200).Response(status).Until(31_000).Response(status).Until(40_000).Response(status);

        Assert.Equal(["100 SendAck", "100 PassToUser", "200 SendAck", "31000 SendAck", "32100 Terminate"], run.Take());
    }

    [Fact]
    [Rfc(3261, "17.1.1.2")]
    public void Failure_ReliableTransport_EndsAtOnce() =>
        Assert.Equal(["0 SendRequest", "0 SendAck", "0 PassToUser", "0 Terminate"], Reliable().Response(404).Until(40_000).Take());

    [Fact]
    [Rfc(3261, "17.1.1.2")]
    public void TimerD_ShortT1_IsStillAtLeast32Seconds()
    {
        var run = MachineRun.Started(new InviteClientTransaction(new SipTimers { T1 = TimeSpan.FromMilliseconds(10) }, Reliable: false));

        Assert.Equal([32_000.0], run.Response(404).Until(60_000).Times("Terminate"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rfc(6026, "7.2")]
    public void Success_StaysInAccepted_SoThatEvery2xxReachesTheUserUntilTimerM(bool reliable)
    {
        var run = MachineRun.Started(new InviteClientTransaction(MachineRun.Defaults, reliable)).Response(200);
        Assert.Equal(Phase.Accepted, State(run));

        run.Until(500).Response(200).Until(31_999).Response(299).Until(32_000).Response(200);

        Assert.Equal(["0 SendRequest", "0 PassToUser", "500 PassToUser", "31999 PassToUser", "32000 Terminate"], run.Take());
    }

    [Theory]
    [InlineData(180)]
    [InlineData(486)]
    [Rfc(6026, "7.2")]
    public void Accepted_AnythingBut2xx_IsAbsorbed(int status)
    {
        var run = Unreliable().Response(180).Response(200);
        run.Take();

        Assert.Empty(run.Response(status).Take());
        Assert.Equal(Phase.Accepted, State(run));
    }

    [Fact]
    [Rfc(3261, "17.1.1.2")]
    public void Completed_Late2xxOrProvisional_IsAbsorbed()
    {
        var run = Unreliable().Response(486);
        run.Take();

        Assert.Empty(run.Response(200).Response(180).Take());
    }

    [Fact]
    [Rfc(3261, "17.1.4")]
    public void Calling_TransportError_InformsAndEnds() =>
        Assert.Equal(["0 SendRequest", "0 InformTransportError", "0 Terminate"], Unreliable().Fail().Until(40_000).Take());

    [Fact]
    [Rfc(3261, "17.1.4")]
    public void Completed_AckCannotBeSent_InformsAndEnds()
    {
        var run = Unreliable().Response(486);
        run.Take();

        Assert.Equal(["0 InformTransportError", "0 Terminate"], run.Fail().Take());
        Assert.False(run.HasTimers);
    }

    [Fact]
    public void Terminated_AnyInput_DoesNothing()
    {
        var run = Reliable().Response(486);
        run.Take();

        Assert.True(run.Machine.IsTerminated);
        Assert.Empty(run.Response(200).Response(486).Fail().On(TransactionInput.Start.Instance).Until(99_000).Take());
    }

    private static Phase State(MachineRun run) => ((InviteClientTransaction)run.Machine).State;

    private static MachineRun Unreliable() => MachineRun.Started(new InviteClientTransaction(MachineRun.Defaults, Reliable: false));

    private static MachineRun Reliable() => MachineRun.Started(new InviteClientTransaction(MachineRun.Defaults, Reliable: true));
}
