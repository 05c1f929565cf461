using DialIn.Sip.Messages;
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

    [Fact]
    [Rfc(3261, "15.1.2")]
    public async Task Call_EndedByTheCallee_BothSidesAgree()
    {
        await using var stacks = await TwoStacks.StartAsync();
        await stacks.EstablishAsync();

        stacks.CalleeSession!.Bye();
        await stacks.SettleAsync();

        Assert.Equal(SessionEndCause.RemoteBye, stacks.CallerLog.End!.Cause);
        Assert.Equal(SessionEndCause.LocalBye, stacks.CalleeLog.End!.Cause);
    }

    [Fact]
    public async Task Call_WhenOver_LeavesNoTransactionBehind()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        session.Bye();

        await stacks.PassAsync(40);

        Assert.Equal(0, stacks.Caller.TransactionCount);
        Assert.Equal(0, stacks.Callee.TransactionCount);
    }

    [Fact]
    [Rfc(3261, "8.1.1")]
    public async Task Invite_CarriesWhatARequestNeeds()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.Invite(stacks.Call() with { ExtraHeaders = SipHeaders.Empty.WithAdded("X-Trunk", "one") });
        await stacks.SettleAsync();

        var invite = Assert.Single(stacks.CalleeApplication.Invites).Request;
        Assert.Equal("sip:4711@192.0.2.2", invite.RequestUri.ToString());
        Assert.Equal(70, invite.MaxForwards);
        Assert.NotNull(invite.From.Tag);
        Assert.Null(invite.To.Tag);
        Assert.StartsWith("z9hG4bK", invite.TopVia.Branch, StringComparison.Ordinal);
        Assert.True(invite.TopVia.HasRPort);
        Assert.Equal("sip:alice@192.0.2.1:5060", invite.Contact!.Uri.ToString());
        Assert.Equal("application/sdp", invite.ContentType);
        Assert.Equal("DialIn", invite.Headers[HeaderNames.UserAgent]);
        Assert.Equal("one", invite.Headers["X-Trunk"]);
        Assert.Contains("BYE", invite.Headers.GetAll(HeaderNames.Allow));
        Assert.Equal(TwoStacks.Sdp.ToArray(), invite.Body.ToArray());
    }

    [Fact]
    [Rfc(3261, "12.1.1")]
    public async Task Ring_ReachesTheCallerWithTheTagOfTheAnswer()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Invited = invite =>
        {
            invite.Ring();
            invite.Ring(183);
            stacks.CalleeSession = invite.Accept(TwoStacks.Sdp, "application/sdp", stacks.CalleeLog.Add);
        };
        var session = stacks.Invite();
        await stacks.SettleAsync();

        Assert.Equal("Progress Progress Answered", stacks.CallerLog.Names);
        var responses = stacks.From<SipResponse>(TwoStacks.CalleeAddress);
        Assert.Equal([100, 180, 183, 200], responses.Select(response => response.StatusCode));
        Assert.Null(responses[0].To.Tag);
        Assert.Single(responses.Skip(1).Select(response => response.To.Tag).Distinct());
        Assert.Equal(stacks.CallerLog.Single<SessionAnswered>().Response.To.Tag, session.Dialog!.Remote.Tag);
        Assert.Equal("sip:4711@192.0.2.2:5060", session.Dialog.RemoteTarget.ToString());
    }

    [Fact]
    [Rfc(3261, "13.3.1.1")]
    public async Task Ring_IsRepeatedEveryMinute()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Invited = invite => invite.Ring();
        stacks.Invite(stacks.Call() with { RingTimeout = TimeSpan.FromMinutes(10) });

        await stacks.PassAsync(150);

        Assert.Equal(3, stacks.Count("callee 180 INVITE"));
    }

    [Theory]
    [InlineData(486, null, "Busy Here")]
    [InlineData(503, "Full", "Full")]
    [Rfc(3261, "13.2.2.3")]
    public async Task Reject_EndsTheCallWithStatusAndReason(int status, string? reason, string expected)
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Invited = invite => invite.Reject(status, reason, SipHeaders.Empty.WithAdded(HeaderNames.RetryAfter, "30"));
        stacks.Invite();
        await stacks.SettleAsync();

        Assert.Equal(new SessionEnd(SessionEndCause.Rejected, status, expected), stacks.CallerLog.End);
        Assert.Equal("Ended", stacks.CallerLog.Names);
        Assert.Equal("caller ACK", stacks.Sent()[^1]);
        Assert.Equal("30", stacks.From<SipResponse>(TwoStacks.CalleeAddress)[^1].Headers[HeaderNames.RetryAfter]);
    }

    [Fact]
    public async Task Decision_MadeTwice_IsAnError()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.Invite();
        await stacks.SettleAsync();
        var invite = Assert.Single(stacks.CalleeApplication.Invites);
        invite.Reject(404);

        Assert.Throws<InvalidOperationException>(() => invite.Reject(404));
        Assert.Throws<InvalidOperationException>(() => invite.Accept(TwoStacks.Sdp, "application/sdp", _ => { }));
    }

    [Fact]
    [Rfc(3261, "17.1.1.2")]
    public async Task Call_NobodyAnswers_EndsAfterTimerB()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.Network.LossRate = 1;
        stacks.Invite();

        await stacks.PassAsync(31.9);
        Assert.Null(stacks.CallerLog.End);
        await stacks.PassAsync(0.2);

        Assert.Equal(new SessionEnd(SessionEndCause.Timeout, 408), stacks.CallerLog.End);
        Assert.Equal(7, stacks.Count("caller INVITE"));
    }

    [Fact]
    [Rfc(3261, "8.1.3.1")]
    public async Task Call_HostUnknown_EndsWithTransportError()
    {
        await using var stacks = await TwoStacks.StartAsync(dns: new ScriptedDns());
        stacks.Invite(stacks.Call("sip:4711@nowhere.example"));
        await stacks.SettleAsync();

        Assert.Equal(SessionEndCause.TransportError, stacks.CallerLog.End!.Cause);
        Assert.Empty(stacks.Network.Log);
    }

    [Fact]
    [Rfc(3261, "8.1.3.1")]
    public async Task Call_ConnectionRefused_EndsWithTransportError()
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: SipProtocol.Tcp);
        stacks.Invite(stacks.Call("sip:4711@192.0.2.77"));
        await stacks.SettleAsync();

        Assert.Equal(SessionEndCause.TransportError, stacks.CallerLog.End!.Cause);
    }

    [Fact]
    public async Task Call_HostName_IsResolvedAlsoForTheRequestsOfTheDialog()
    {
        await using var stacks = await TwoStacks.StartAsync(dns: new ScriptedDns("callee.example A 192.0.2.2"));
        stacks.AcceptAll();
        var session = stacks.Invite(stacks.Call("sip:4711@callee.example"));
        await stacks.SettleAsync();
        session.Bye();
        await stacks.SettleAsync();

        Assert.Equal(SessionEndCause.RemoteBye, stacks.CalleeLog.End!.Cause);
    }

    [Fact]
    [Rfc(3263, "4.3")]
    public async Task Call_FirstAddressRefuses_TheNextIsTried()
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: SipProtocol.Tcp, dns: new ScriptedDns("callee.example A 192.0.2.77", "callee.example A 192.0.2.2"));
        stacks.AcceptAll();
        stacks.Invite(stacks.Call("sip:4711@callee.example"));
        await stacks.SettleAsync();

        Assert.Equal("Answered", stacks.CallerLog.Names);
    }

    [Fact]
    public async Task NextHop_OverridesTheTarget()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.AcceptAll();
        stacks.Invite(stacks.Call("sip:4711@elsewhere.example") with { NextHop = new SipEndPoint(SipProtocol.Udp, System.Net.IPEndPoint.Parse(TwoStacks.CalleeAddress)) });
        await stacks.SettleAsync();

        Assert.Equal("elsewhere.example", Assert.Single(stacks.CalleeApplication.Invites).Request.RequestUri.Host);
        Assert.Equal("Answered", stacks.CallerLog.Names);
    }
}
