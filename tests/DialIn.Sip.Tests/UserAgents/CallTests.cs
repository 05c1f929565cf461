using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class CallTests
{
    [Theory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    [Rfc(3261, "13.2.1")]
    [Rfc(3261, "15.1.1")]
    public async Task Call_AnsweredAndEndedByTheCaller_BothSidesAgree(SipProtocol protocol)
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: protocol);
        var session = await stacks.EstablishAsync();

        session.Bye("Q.850;cause=16");
        await stacks.SettleAsync();

        Assert.Equal(
            ["caller INVITE", "callee 100 INVITE", "callee 200 INVITE", "caller ACK", "caller BYE", "callee 200 BYE"],
            stacks.Sent());
        Assert.Equal("Answered Ended", stacks.CallerLog.Names);
        Assert.Equal("Confirmed Ended", stacks.CalleeLog.Names);
        Assert.Equal(new SessionEnd(SessionEndCause.LocalBye), stacks.CallerLog.End);
        Assert.Equal(new SessionEnd(SessionEndCause.RemoteBye, null, "Q.850;cause=16"), stacks.CalleeLog.End);
    }
}
