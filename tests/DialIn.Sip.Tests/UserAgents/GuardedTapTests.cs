using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Tests.UserAgents;

public class GuardedTapTests
{
    [Fact]
    public async Task Fault_OfWhoLooksOn_EndsNoCall()
    {
        var tap = new BrokenTap();
        await using var stacks = await TwoStacks.StartAsync(options: new SipStackOptions { Listen = [], Tap = tap });
        stacks.ExpectedEvent = 1203;
        stacks.CalleeApplication.Invited = invite => stacks.CalleeSession = invite.Accept(TwoStacks.Sdp, "application/sdp", stacks.CalleeLog.Add);
        stacks.Invite();
        await stacks.SettleAsync();

        Assert.NotNull(stacks.CallerLog.Single<SessionAnswered>());
        Assert.True(tap.Sent > 1 && tap.Received > 1, $"{tap.Sent} sent, {tap.Received} received");
    }

    private sealed class BrokenTap : ISipTap
    {
        public int Sent { get; private set; }

        public int Received { get; private set; }

        public void OnReceived(SipMessage message, Flow flow)
        {
            Received++;
            throw new InvalidOperationException("the test broke it");
        }

        public void OnSent(ReadOnlyMemory<byte> message, SipEndPoint local, SipEndPoint remote)
        {
            Sent++;
            throw new InvalidOperationException("the test broke it");
        }
    }
}
