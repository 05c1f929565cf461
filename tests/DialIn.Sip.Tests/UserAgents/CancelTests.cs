using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class CancelTests
{
    [Fact]
    [Rfc(3261, "9.1")]
    [Rfc(3261, "9.2")]
    public async Task Bye_WhileRinging_CancelsAndBothSidesAgree()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var watch = new EventLog();
        stacks.CalleeApplication.Invited = invite =>
        {
            invite.Watch(watch.Add);
            invite.Ring();
        };
        var session = stacks.Invite();
        await stacks.SettleAsync();

        session.Bye("SIP;cause=200");
        await stacks.SettleAsync();

        Assert.Equal(
            ["caller INVITE", "callee 100 INVITE", "callee 180 INVITE", "caller CANCEL", "callee 200 CANCEL", "callee 487 INVITE", "caller ACK"],
            stacks.Sent());
        Assert.Equal(new SessionEnd(SessionEndCause.Cancelled), stacks.CallerLog.End);
        Assert.Equal("Ended", watch.Names);
        Assert.Equal(SessionEndCause.Cancelled, watch.End!.Cause);
        var cancel = stacks.From<SipRequest>(TwoStacks.CallerAddress, request => request.Method == SipMethod.Cancel)[0];
        var invite = Assert.Single(stacks.CalleeApplication.Invites).Request;
        Assert.Equal(invite.TopVia.Branch, cancel.TopVia.Branch);
        Assert.Equal(invite.CSeq.Number, cancel.CSeq.Number);
        Assert.Equal("SIP;cause=200", cancel.Headers[HeaderNames.Reason]);
        Assert.Single(stacks.From<SipResponse>(TwoStacks.CalleeAddress, response => response.StatusCode > 100).Select(response => response.To.Tag).Distinct());
    }

    [Fact]
    [Rfc(3261, "9.1")]
    public async Task Bye_BeforeAnyProvisional_CancelWaitsForOne()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        var session = stacks.Invite(stacks.Call("sip:4711@192.0.2.99"));
        await stacks.SettleAsync();
        session.Bye();
        await stacks.SettleAsync();
        Assert.Empty(peer.Of(SipMethod.Cancel));

        await peer.RespondAsync(peer.Requests[0], 100);

        Assert.Single(peer.Of(SipMethod.Cancel));
        Assert.Equal("Ended", stacks.CallerLog.Names);
    }

    [Fact]
    [Rfc(3261, "13.2.2.4")]
    public async Task Bye_CrossedByTheAnswer_AnswerIsAcknowledgedAndEnded()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        var session = stacks.Invite(stacks.Call("sip:4711@192.0.2.99"));
        await stacks.SettleAsync();
        var invite = peer.Requests[0];
        await peer.RespondAsync(invite, 180);

        session.Bye("Q.850;cause=16");
        await stacks.SettleAsync();
        await peer.RespondAsync(invite, 200);

        Assert.Single(peer.Of(SipMethod.Cancel));
        Assert.Single(peer.Of(SipMethod.Ack));
        var bye = Assert.Single(peer.Of(SipMethod.Bye));
        Assert.Equal("peer", bye.To.Tag);
        Assert.Equal("Q.850;cause=16", bye.Headers[HeaderNames.Reason]);
        Assert.Equal("Progress Ended", stacks.CallerLog.Names);
        Assert.Equal(SessionEndCause.Cancelled, stacks.CallerLog.End!.Cause);

        // The answer comes again, because our ACK was lost: acknowledged again, not ended again.
        await peer.RespondAsync(invite, 200);
        Assert.Equal(2, peer.Of(SipMethod.Ack).Count);
        Assert.Single(peer.Of(SipMethod.Bye));
    }

    [Fact]
    [Rfc(3261, "9.1")]
    public async Task Cancel_NoFinalResponse_IsGivenUpAfter64T1()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        var session = stacks.Invite(stacks.Call("sip:4711@192.0.2.99"));
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.Requests[0], 180);
        session.Bye();
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.Of(SipMethod.Cancel)[0], 200);

        await stacks.PassAsync(31);
        Assert.Equal(1, stacks.Caller.TransactionCount);
        await stacks.PassAsync(2);

        Assert.Equal(0, stacks.Caller.TransactionCount);
    }

    [Fact]
    public async Task Bye_BeforeTheHostIsFound_SendsNothing()
    {
        await using var stacks = await TwoStacks.StartAsync(dns: new ScriptedDns("callee.example A 192.0.2.2"));
        var session = stacks.Invite(stacks.Call("sip:4711@callee.example"));
        session.Bye();
        await stacks.SettleAsync();

        Assert.Equal(SessionEndCause.Cancelled, stacks.CallerLog.End!.Cause);
        Assert.DoesNotContain("caller BYE", stacks.Sent());
    }

    [Fact]
    public async Task RingTimeout_CancelsAndEndsWithTimeout()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Invited = invite => invite.Ring();
        stacks.Invite(stacks.Call() with { RingTimeout = TimeSpan.FromSeconds(5) });
        await stacks.PassAsync(5.1);

        Assert.Equal(SessionEndCause.Timeout, stacks.CallerLog.End!.Cause);
        Assert.Equal(408, stacks.CallerLog.End.StatusCode);
        Assert.Equal(1, stacks.Count("callee 487 INVITE"));
    }

    [Fact]
    [Rfc(3261, "9.2")]
    public async Task Cancel_OfNothing_Gets481()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("CANCEL"));

        Assert.Equal(481, peer.LastResponse.StatusCode);
    }

    [Fact]
    [Rfc(3261, "9.2")]
    public async Task Cancel_AfterTheAnswer_Gets200AndChangesNothing()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.AcceptAll();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE"));
        Assert.Equal(200, peer.LastResponse.StatusCode);

        await peer.SendAsync(RawPeer.Request("CANCEL"));

        Assert.Equal((200, "CANCEL"), (peer.LastResponse.StatusCode, peer.LastResponse.CSeq.Method.Name));
        Assert.Null(stacks.CalleeLog.End);
    }

    [Fact]
    [Rfc(3261, "9.2")]
    public async Task Accept_AfterTheCancel_EndsTheSessionAsCancelled()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = stacks.Invite();
        await stacks.SettleAsync();
        session.Bye();
        await stacks.SettleAsync();

        Assert.Single(stacks.CalleeApplication.Invites).Accept(TwoStacks.Sdp, "application/sdp", stacks.CalleeLog.Add);
        await stacks.SettleAsync();

        Assert.Equal("Ended", stacks.CalleeLog.Names);
        Assert.Equal(SessionEndCause.Cancelled, stacks.CalleeLog.End!.Cause);
        Assert.Equal(0, stacks.Count("callee 200 INVITE"));
    }

    [Fact]
    public async Task Watch_AfterTheCallerHasGone_StillTells()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = stacks.Invite();
        await stacks.SettleAsync();
        session.Bye();
        await stacks.SettleAsync();
        var watch = new EventLog();

        Assert.Single(stacks.CalleeApplication.Invites).Watch(watch.Add);
        await stacks.SettleAsync();

        Assert.Equal(SessionEndCause.Cancelled, watch.End!.Cause);
    }

    [Fact]
    public async Task Watch_AfterTheDecision_StaysSilent()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var watch = new EventLog();
        stacks.CalleeApplication.Invited = invite =>
        {
            invite.Watch(watch.Add);
            stacks.CalleeSession = invite.Accept(TwoStacks.Sdp, "application/sdp", stacks.CalleeLog.Add);
        };
        var session = stacks.Invite();
        await stacks.SettleAsync();
        session.Bye();
        await stacks.SettleAsync();

        Assert.Empty(watch.Events);
        Assert.Equal(SessionEndCause.RemoteBye, stacks.CalleeLog.End!.Cause);
    }

    [Fact]
    [Rfc(3261, "15.1.2")]
    public async Task EarlyDialog_ByeOfTheCaller_EndsTheInviteWith487()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var watch = new EventLog();
        stacks.CalleeApplication.Invited = invite =>
        {
            invite.Watch(watch.Add);
            invite.Ring();
        };
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE"));
        var tag = peer.LastResponse.To.Tag;

        await peer.SendAsync(RawPeer.Request("BYE", branch: "z9hG4bKraw2", toTag: tag, cseq: 2));

        Assert.Equal([100, 180, 200, 487], peer.Responses.Select(response => response.StatusCode));
        Assert.Equal(SessionEndCause.Cancelled, watch.End!.Cause);
    }

    [Fact]
    [Rfc(3261, "13.3.1")]
    public async Task Invite_ThatExpires_IsAnsweredWith487()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var watch = new EventLog();
        stacks.CalleeApplication.Invited = invite => invite.Watch(watch.Add);
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", "Expires: 20"));

        await stacks.PassAsync(19.9);
        Assert.Empty(watch.Events);
        await stacks.PassAsync(0.2);

        Assert.Equal(487, peer.LastResponse.StatusCode);
        Assert.Equal(SessionEndCause.Cancelled, watch.End!.Cause);
    }
}
