using DialIn.Sip.Transactions;
using DialIn.Testing;
using Phase = DialIn.Sip.Transactions.InviteServerTransaction.Phase;

namespace DialIn.Sip.Tests.Transactions;

public class InviteServerTransactionTests
{
    [Fact]
    [Rfc(3261, "17.2.1")]
    public void Invite_IsAnsweredWith100AtOnceAndPassedUp() =>
        Assert.Equal(["0 SendTrying", "0 PassToUser"], Unreliable().Take());

    [Fact]
    [Rfc(3261, "17.2.1")]
    public void Proceeding_InviteRepeated_GetsTheLastProvisionalAgainAndIsNotPassedUp()
    {
        var run = Unreliable().Until(100).Respond(180).Until(500).Repeat();

        Assert.Equal(["0 SendTrying", "0 PassToUser", "100 SendResponse", "500 ResendResponse"], run.Take());
    }

    [Fact]
    [Rfc(3261, "17.2.1")]
    public void Failure_UnreliableTransport_IsRepeatedByTimerGUpToT2UntilTimerH()
    {
        var run = Unreliable();
        run.Take();

        run.Respond(486).Until(40_000);

        Assert.Equal(
            ["0 SendResponse", "500 ResendResponse", "1500 ResendResponse", "3500 ResendResponse", "7500 ResendResponse", "11500 ResendResponse", "15500 ResendResponse", "19500 ResendResponse", "23500 ResendResponse", "27500 ResendResponse", "31500 ResendResponse", "32000 InformTimeout", "32000 Terminate"],
            run.Take());
    }

    [Fact]
    [Rfc(3261, "17.2.1")]
    public void Failure_ReliableTransport_IsNotRepeatedButStillWaitsForTheAck()
    {
        var run = Reliable();
        run.Take();

        Assert.Equal(["0 SendResponse", "32000 InformTimeout", "32000 Terminate"], run.Respond(486).Until(40_000).Take());
    }

    [Fact]
    [Rfc(3261, "17.2.1")]
    public void Completed_InviteRepeated_GetsTheFailureAgain()
    {
        var run = Reliable().Respond(503);
        run.Take();

        Assert.Equal(["10 ResendResponse"], run.Until(10).Repeat().Take());
    }

    [Fact]
    [Rfc(3261, "17.2.1")]
    public void Completed_Ack_StopsRepeatingAndAbsorbsAcksForT4()
    {
        var run = Unreliable().Respond(486).Until(600);
        run.Take();

        run.Ack().Until(700).Ack().Repeat();
        Assert.Equal(Phase.Confirmed, ((InviteServerTransaction)run.Machine).State);
        run.Until(60_000);

        Assert.Equal(["5600 Terminate"], run.Take());
    }

    [Fact]
    [Rfc(3261, "17.2.1")]
    public void Completed_AckOnReliableTransport_EndsAtOnce()
    {
        var run = Reliable().Respond(486);
        run.Take();

        Assert.Equal(["0 Terminate"], run.Ack().Until(60_000).Take());
    }

    [Fact]
    [Rfc(3261, "17.2.1")]
    public void Completed_FurtherResponsesOfTheUser_AreDiscarded()
    {
        var run = Unreliable().Respond(486);
        run.Take();

        Assert.Empty(run.Respond(180).Respond(200).Respond(603).Take());
    }

    [Fact]
    [Rfc(6026, "7.1")]
    public void Accepted_InviteRepeated_IsAbsorbed()
    {
        var run = Unreliable().Respond(200);
        run.Take();

        Assert.Empty(run.Until(500).Repeat().Take());
        Assert.Equal(Phase.Accepted, ((InviteServerTransaction)run.Machine).State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rfc(6026, "7.1")]
    public void Accepted_UserRepeatsThe2xx_IsSentUntilTimerL(bool reliable)
    {
        var run = MachineRun.Started(new InviteServerTransaction(MachineRun.Defaults, reliable)).Respond(200);
        run.Take();

        run.Until(500).Respond(200).Until(31_999).Respond(200).Until(33_000).Respond(200);

        Assert.Equal(["500 SendResponse", "31999 SendResponse", "32000 Terminate"], run.Take());
    }

    [Fact]
    [Rfc(6026, "7.1")]
    public void Accepted_Ack_IsPassedUp()
    {
        var run = Unreliable().Respond(200);
        run.Take();

        Assert.Equal(["0 PassToUser", "0 PassToUser"], run.Ack().Ack().Take());
    }

    [Fact]
    [Rfc(6026, "7.1")]
    public void Accepted_FailureOfTheUser_IsDiscarded()
    {
        var run = Unreliable().Respond(200);
        run.Take();

        Assert.Empty(run.Respond(500).Respond(180).Take());
    }

    [Theory]
    [InlineData(180)]
    [InlineData(200)]
    [InlineData(486)]
    [Rfc(6026, "8.8")]
    public void TransportError_InformsAndKeepsTheState(int responded)
    {
        var run = Unreliable().Respond(responded);
        run.Take();
        var before = run.Machine;

        Assert.Equal(["0 InformTransportError"], run.Fail().Take());
        Assert.Equal(before, run.Machine);
    }

    [Fact]
    public void Proceeding_Ack_IsIgnored()
    {
        var run = Unreliable();
        run.Take();

        Assert.Empty(run.Ack().Take());
    }

    private static MachineRun Unreliable() => MachineRun.Started(new InviteServerTransaction(MachineRun.Defaults, Reliable: false));

    private static MachineRun Reliable() => MachineRun.Started(new InviteServerTransaction(MachineRun.Defaults, Reliable: true));
}
