using DialIn.Sip.Transactions;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Transactions;

public class ServerTransactionTests
{
    [Fact]
    [Rfc(3261, "17.2.2")]
    public void Request_IsPassedUpOnce_RepetitionsBeforeAnAnswerAreAbsorbed() =>
        Assert.Equal(["0 PassToUser"], Unreliable().Repeat().Repeat().Take());

    [Fact]
    [Rfc(3261, "17.2.2")]
    public void Final_UnreliableTransport_AnswersRepetitionsUntilTimerJ()
    {
        var run = Unreliable().Until(10).Respond(200).Until(500).Repeat().Until(32_009).Repeat().Until(40_000).Repeat();

        Assert.Equal(["0 PassToUser", "10 SendResponse", "500 ResendResponse", "32009 ResendResponse", "32010 Terminate"], run.Take());
    }

    [Fact]
    [Rfc(3261, "17.2.2")]
    public void Final_ReliableTransport_EndsAtOnce() =>
        Assert.Equal(["0 PassToUser", "0 SendResponse", "0 Terminate"], Reliable().Respond(200).Until(40_000).Take());

    [Fact]
    [Rfc(3261, "17.2.2")]
    public void Completed_FurtherFinal_IsDiscarded()
    {
        var run = Unreliable().Respond(200);
        run.Take();

        Assert.Empty(run.Respond(500).Take());
    }

    [Fact]
    [Rfc(3261, "17.2.2")]
    public void Proceeding_RequestRepeated_GetsThe100Again()
    {
        var run = Unreliable().Respond(100).Repeat().Respond(200);

        Assert.Equal(["0 PassToUser", "0 SendResponse", "0 ResendResponse", "0 SendResponse"], run.Take());
    }

    [Theory]
    [InlineData(101)]
    [InlineData(180)]
    [InlineData(183)]
    [Rfc(4320, "4.1")]
    public void Provisional_OtherThan100_IsNeverSent(int status)
    {
        var run = Unreliable();
        run.Take();

        Assert.Empty(run.Respond(status).Take());
    }

    [Fact]
    [Rfc(4320, "4.2")]
    public void RequestTimeout_IsNeverSent()
    {
        var run = Unreliable();
        run.Take();

        Assert.Empty(run.Respond(408).Take());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [Rfc(3261, "17.2.4")]
    public void TransportError_InformsAndEnds(int responded)
    {
        var run = Unreliable().Respond(responded);
        run.Take();

        Assert.Equal(["0 InformTransportError", "0 Terminate"], run.Fail().Until(40_000).Take());
    }

    private static MachineRun Unreliable() => MachineRun.Started(new ServerTransaction(MachineRun.Defaults, Reliable: false));

    private static MachineRun Reliable() => MachineRun.Started(new ServerTransaction(MachineRun.Defaults, Reliable: true));
}
