using DialIn.Sip.Locating;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Tests.UserAgents;

public class DisposalTests
{
    [Fact]
    public async Task Dispose_EverythingPending_EndsOnceAndNothingIsSent()
    {
        var stacks = await TwoStacks.StartAsync();
        var watch = new EventLog();
        var ringing = new EventLog();
        var established = await stacks.EstablishAsync();
        stacks.CalleeApplication.Invited = invite => invite.Watch(watch.Add);
        stacks.Caller.Invite(stacks.Call(), ringing.Add);
        stacks.Network.Lose = datagram => datagram.Message is SipRequest { Method.Name: "OPTIONS" };
        var options = stacks.Caller.SendAsync(
            new OutgoingRequest { Method = SipMethod.Options, Target = SipUri.Parse("sip:192.0.2.2"), From = new NameAddress(SipUri.Parse("sip:a@b")) }, CancellationToken.None);
        await stacks.SettleAsync();
        var sent = stacks.Network.Log.Count;

        await stacks.DisposeAsync();

        Assert.Equal(sent, stacks.Network.Log.Count);
        Assert.Equal(SessionEndCause.TransportError, stacks.CallerLog.End!.Cause);
        Assert.Equal(SessionEndCause.TransportError, stacks.CalleeLog.End!.Cause);
        Assert.Equal("Ended", watch.Names);
        Assert.Equal("Ended", ringing.Names);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => options);
        established.Bye();
        stacks.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(sent, stacks.Network.Log.Count);
        Assert.Equal("Answered Ended", stacks.CallerLog.Names);
    }

    [Fact]
    public async Task Disposed_FurtherUse_IsAnErrorOrDoesNothing()
    {
        var stacks = await TwoStacks.StartAsync();
        stacks.Invite();
        await stacks.SettleAsync();
        var pending = Assert.Single(stacks.CalleeApplication.Invites);
        await stacks.DisposeAsync();
        await stacks.Caller.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => stacks.Invite());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stacks.Caller.SendAsync(
            new OutgoingRequest { Method = SipMethod.Options, Target = SipUri.Parse("sip:192.0.2.2"), From = new NameAddress(SipUri.Parse("sip:a@b")) }, CancellationToken.None));
        var accepted = new EventLog();
        pending.Accept(TwoStacks.Sdp, "application/sdp", accepted.Add);
        Assert.Equal("Ended", accepted.Names);
    }

    [Fact]
    public async Task Dispose_WhileAHostIsLookedUp_WaitsForNothing()
    {
        var dns = new StuckDns();
        var stacks = await TwoStacks.StartAsync(dns: dns);
        stacks.Invite(stacks.Call("sip:4711@slow.example"));
        await dns.Asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await stacks.DisposeAsync();

        Assert.Equal(SessionEndCause.TransportError, stacks.CallerLog.End!.Cause);
    }

    [Fact]
    public async Task Application_ThatThrows_EndsNothingElse()
    {
        var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Invited = _ => throw new InvalidOperationException("a bug in the application");
        stacks.Invite();
        await stacks.SettleAsync();
        stacks.AcceptAll();
        var second = new EventLog();
        stacks.Caller.Invite(stacks.Call(), second.Add);
        await stacks.SettleAsync();

        Assert.Equal("Answered", second.Names);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(async () => await stacks.DisposeAsync());
    }

    [Fact]
    public async Task TooMuchWaiting_FurtherMessagesAreDropped()
    {
        await using var stacks = await TwoStacks.StartAsync(options: new SipStackOptions { Listen = [], MaxWaitingMessages = 3 });
        var peer = await stacks.AddPeerAsync();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leave = new ManualResetEventSlim();
        stacks.CalleeApplication.Invited = _ =>
        {
            entered.SetResult();
            leave.Wait(TimeSpan.FromSeconds(30));
        };
        stacks.Invite();
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        for (var i = 0; i < 10; i++)
        {
            await peer.SendWithoutWaitingAsync(RawPeer.Request("OPTIONS", branch: $"z9hG4bK{i}", cseq: (uint)i));
        }

        leave.Set();
        await stacks.SettleAsync();

        Assert.Equal(3, peer.Responses.Count);
        Assert.Equal(7, stacks.Callee.Dropped(DropReason.Overload));
    }

    private sealed class StuckDns : IDnsQueries
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public async ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken)
        {
            _asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return DnsAnswer.Failed;
        }
    }
}
