using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>Session timers at work, in both roles.</summary>
public class SessionRefreshTests
{
    private const string Timer = "Supported: timer\nContent-Type: application/sdp\n";

    [Fact]
    [Rfc(4028, "10")]
    public async Task Refresher_SendsAnUpdateAtHalfTheInterval_AgainAndAgain()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await EstablishAsync(stacks, Timer + "Allow: INVITE, UPDATE\nSession-Expires: 600;refresher=uas");
        Assert.Equal("600;refresher=uas", peer.Responses[^1].Headers[HeaderNames.SessionExpires]);
        Assert.Equal("timer", peer.LastResponse.Headers[HeaderNames.Require]);

        await stacks.PassAsync(299);
        Assert.Empty(peer.Of(SipMethod.Update));
        await stacks.PassAsync(1.1);

        var update = Assert.Single(peer.Of(SipMethod.Update));
        Assert.Equal("600;refresher=uac", update.Headers[HeaderNames.SessionExpires]);
        Assert.True(update.Body.IsEmpty);
        await peer.RespondAsync(update, 200, extra: "Session-Expires: 600;refresher=uac", to: TwoStacks.CalleeAddress);
        await stacks.PassAsync(301);
        Assert.Equal(2, peer.Of(SipMethod.Update).Select(request => request.CSeq.Number).Distinct().Count());
        Assert.Equal("Confirmed", stacks.CalleeLog.Names);
    }

    [Fact]
    [Rfc(4028, "7.4")]
    public async Task Refresher_OfAPeerWithoutUpdate_RepeatsItsOwnDescription()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await EstablishAsync(stacks, Timer + "Allow: INVITE\nSession-Expires: 600;refresher=uas");
        await stacks.PassAsync(301);

        var reinvite = peer.Of(SipMethod.Invite)[0];
        Assert.Equal(TwoStacks.Sdp.ToArray(), reinvite.Body.ToArray());
        await peer.RespondAsync(reinvite, 200, extra: "Session-Expires: 600;refresher=uac", to: TwoStacks.CalleeAddress);

        stacks.CalleeLog.Single<SessionRefreshed>();
        Assert.Single(peer.Of(SipMethod.Ack));
        Assert.Empty(peer.Of(SipMethod.Update));
    }

    [Fact]
    [Rfc(4028, "10")]
    public async Task Refresh_ThatMetAReinvite_IsNotSentAgainOnceThatHasRefreshed()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeLog.Then = happened => (happened as SessionReinvite)?.Invite.Accept("v=held"u8.ToArray(), "application/sdp");
        var peer = await EstablishAsync(stacks, Timer + "Allow: INVITE\nSession-Expires: 600;refresher=uas");
        var tag = peer.LastResponse.To.Tag;
        await stacks.PassAsync(301);
        await peer.RespondAsync(peer.Of(SipMethod.Invite)[0], 491, to: TwoStacks.CalleeAddress);

        await peer.SendAsync(RawPeer.Request("INVITE", Timer + "Session-Expires: 600;refresher=uac", branch: "z9hG4bKh1", toTag: tag, cseq: 2, body: "v=hold"));
        await peer.SendAsync(RawPeer.Request("ACK", branch: "z9hG4bKh2", toTag: tag, cseq: 2));
        await stacks.PassAsync(10);

        // A second re-INVITE would carry what we sent before the hold.
        Assert.Single(peer.Of(SipMethod.Invite).Select(request => request.CSeq.Number).Distinct());
        Assert.Null(stacks.CalleeLog.End);
    }

    [Theory]
    [InlineData(405)]
    [InlineData(501)]
    [Rfc(4028, "7.4")]
    public async Task Refresher_WhoseUpdateIsUnknown_SendsAReinvite(int status)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await EstablishAsync(stacks, Timer + "Allow: INVITE, UPDATE\nSession-Expires: 600;refresher=uas");
        await stacks.PassAsync(301);

        await peer.RespondAsync(peer.Of(SipMethod.Update)[0], status, to: TwoStacks.CalleeAddress);

        Assert.Single(peer.Of(SipMethod.Invite));
    }

    [Fact]
    [Rfc(4028, "7.3")]
    public async Task Refresh_RefusedWith422_IsSentAgainWithTheLongerInterval()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await EstablishAsync(stacks, Timer + "Allow: INVITE, UPDATE\nSession-Expires: 600;refresher=uas");
        await stacks.PassAsync(301);

        await peer.RespondAsync(peer.LastRequest, 422, extra: "Min-SE: 900", to: TwoStacks.CalleeAddress);

        Assert.Equal(("900;refresher=uac", "900"), (peer.LastRequest.Headers[HeaderNames.SessionExpires], peer.LastRequest.Headers[HeaderNames.MinSE]));
    }

    [Fact]
    [Rfc(4028, "10")]
    public async Task Refresh_Unanswered_EndsTheSession()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await EstablishAsync(stacks, Timer + "Allow: INVITE, UPDATE\nSession-Expires: 600;refresher=uas");
        await stacks.PassAsync(340);

        Assert.Equal(SessionEndCause.Timeout, stacks.CalleeLog.End!.Cause);
        Assert.NotEmpty(peer.Of(SipMethod.Bye));
    }

    [Fact]
    [Rfc(4028, "10")]
    public async Task Refresh_AlwaysRefused_EndsTheSessionOnlyWhenItsTimeIsOver()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await EstablishAsync(stacks, Timer + "Allow: INVITE, UPDATE\nSession-Expires: 600;refresher=uas");
        var answered = 0;
        for (var second = 0; second < 595; second += 5)
        {
            await stacks.PassAsync(5);
            var updates = peer.Of(SipMethod.Update);
            for (; answered < updates.Count; answered++)
            {
                await peer.RespondAsync(updates[answered], 500, to: TwoStacks.CalleeAddress);
            }
        }

        Assert.Null(stacks.CalleeLog.End);
        Assert.InRange(answered, 3, 20);
        await stacks.PassAsync(6);
        Assert.Equal("not refreshed", stacks.CalleeLog.End!.Reason);
        Assert.Equal("SIP;cause=408;text=\"Session expired\"", peer.Of(SipMethod.Bye)[0].Headers[HeaderNames.Reason]);
    }

    [Fact]
    [Rfc(4028, "10")]
    public async Task PeersRefresh_ByUpdateOrReinvite_KeepsTheSessionAlive()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeLog.Then = happened => (happened as SessionReinvite)?.Invite.Accept(TwoStacks.Sdp, "application/sdp");
        var peer = await EstablishAsync(stacks, Timer + "Allow: INVITE, UPDATE\nSession-Expires: 600;refresher=uac");
        var tag = peer.LastResponse.To.Tag;
        await stacks.PassAsync(300);
        await peer.SendAsync(RawPeer.Request("UPDATE", "Supported: timer\nSession-Expires: 600;refresher=uac", branch: "z9hG4bKr1", toTag: tag, cseq: 2));
        Assert.Equal("600;refresher=uac", peer.LastResponse.Headers[HeaderNames.SessionExpires]);
        await stacks.PassAsync(300);
        await peer.SendAsync(RawPeer.Request("INVITE", Timer + "Session-Expires: 600;refresher=uac", branch: "z9hG4bKr2", toTag: tag, cseq: 3, body: "v=0"));
        Assert.Equal("600;refresher=uac", peer.LastResponse.Headers[HeaderNames.SessionExpires]);
        await peer.SendAsync(RawPeer.Request("ACK", branch: "z9hG4bKr3", toTag: tag, cseq: 3));
        await stacks.PassAsync(500);

        Assert.Null(stacks.CalleeLog.End);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    [Rfc(4028, "10")]
    public async Task PeerThatForgetsItsRefresh_IsAsked_AndTheCallGoesOnIfItAnswers()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await EstablishAsync(stacks, Timer + "Allow: INVITE, UPDATE\nSession-Expires: 600;refresher=uac");
        await stacks.PassAsync(567);
        Assert.Empty(peer.Requests);
        await stacks.PassAsync(1.2);

        var asked = Assert.Single(peer.Of(SipMethod.Update));
        Assert.Equal("600;refresher=uas", asked.Headers[HeaderNames.SessionExpires]);
        await peer.RespondAsync(asked, 200, to: TwoStacks.CalleeAddress);
        await stacks.PassAsync(500);

        Assert.Null(stacks.CalleeLog.End);
    }

    [Fact]
    [Rfc(4028, "10")]
    public async Task PeerThatForgetsItsRefresh_WhereTheOptionSaysSo_IsHungUp()
    {
        await using var stacks = await TwoStacks.StartAsync(options: new SipStackOptions { Listen = [], SessionTimers = new SessionTimerOptions { EndUnrefreshed = true } });
        var peer = await EstablishAsync(stacks, Timer + "Session-Expires: 600;refresher=uac");
        await stacks.PassAsync(567);
        Assert.Null(stacks.CalleeLog.End);
        await stacks.PassAsync(1.2);

        Assert.Equal(SessionEndCause.Timeout, stacks.CalleeLog.End!.Cause);
        Assert.Single(peer.Of(SipMethod.Bye));
    }

    [Fact]
    [Rfc(4028, "9")]
    public async Task Interval_TooShort_Gets422_InTheInviteAndInTheDialog()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.AcceptAll();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", "Supported: timer\nSession-Expires: 60"));
        Assert.Equal((422, "90"), (peer.LastResponse.StatusCode, peer.LastResponse.Headers[HeaderNames.MinSE]));
        Assert.Empty(stacks.CalleeApplication.Invites);

        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bKi2", cseq: 2));
        var tag = peer.LastResponse.To.Tag;
        await peer.SendAsync(RawPeer.Request("ACK", branch: "z9hG4bKi3", toTag: tag, cseq: 2));
        await peer.SendAsync(RawPeer.Request("UPDATE", "Supported: timer\nSession-Expires: 60", branch: "z9hG4bKi4", toTag: tag, cseq: 3));

        Assert.Equal((422, "90"), (peer.LastResponse.StatusCode, peer.LastResponse.Headers[HeaderNames.MinSE]));
        Assert.Null(stacks.CalleeLog.End);
    }

    [Fact]
    [Rfc(4028, "9")]
    public async Task PeerWithoutTimers_IsLeftAlone()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, _) = await DialogTests.EstablishWithPeerAsync(stacks);
        await stacks.PassAsync(4000);

        Assert.Empty(peer.Requests);
        Assert.Null(peer.Responses[^1].Headers[HeaderNames.SessionExpires]);
        Assert.Null(stacks.CalleeLog.End);
    }

    [Fact]
    [Rfc(4028, "7.2")]
    public async Task Callee_ThatNamesItselfRefresher_Refreshes_AndBothSidesStayUp()
    {
        await using var stacks = await TwoStacks.StartAsync();
        await stacks.EstablishAsync();
        await stacks.PassAsync(4000);

        // Both are this stack: the callee chose to refresh, by UPDATE.
        Assert.Equal(4, stacks.Count("callee UPDATE"));
        Assert.Equal(0, stacks.Count("caller UPDATE"));
        Assert.Null(stacks.CallerLog.End);
        Assert.Null(stacks.CalleeLog.End);
    }

    [Fact]
    [Rfc(4028, "10")]
    public async Task Peer_ThatVanished_IsNoticedByBothSides()
    {
        await using var stacks = await TwoStacks.StartAsync();
        await stacks.EstablishAsync();
        stacks.Network.LossRate = 1;
        await stacks.PassAsync(1850);

        Assert.Equal(SessionEndCause.Timeout, stacks.CallerLog.End!.Cause);
        Assert.Equal(SessionEndCause.Timeout, stacks.CalleeLog.End!.Cause);
    }

    [Fact]
    [Rfc(4028, "10")]
    public async Task Dialog_FromItsRecord_GoesOnInAnotherStack_AndIsRefreshedInTime()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await EstablishAsync(stacks, Timer + "Allow: INVITE, UPDATE\nSession-Expires: 600;refresher=uas");
        var tag = peer.LastResponse.To.Tag;
        var record = stacks.CalleeSession!.Dialog!;

        // The caller's stack takes the callee's dialog over; the first one is not asked any more.
        stacks.Network.Lose = datagram => datagram.From.ToString() == TwoStacks.CalleeAddress;
        var log = new EventLog();
        var resumed = stacks.Caller.Resume(record, log.Add);
        await stacks.PassAsync(301);
        Assert.Single(stacks.From<SipRequest>(TwoStacks.CallerAddress, request => request.Method == SipMethod.Update).Select(request => request.TopVia.Branch).Distinct());

        await peer.SendAsync(RawPeer.Request("BYE", branch: "z9hG4bKresumed", toTag: tag, cseq: 2), TwoStacks.CallerAddress);

        Assert.Equal((200, SipMethod.Bye), (peer.LastResponse.StatusCode, peer.LastResponse.CSeq.Method));
        Assert.Equal(SessionEndCause.RemoteBye, log.End!.Cause);
        Assert.Equal(record.CallId, resumed.CallId);
    }

    [Theory]
    [InlineData(1ul)]
    [InlineData(2ul)]
    [InlineData(3ul)]
    [InlineData(4ul)]
    [InlineData(5ul)]
    [Rfc(4028, "10")]
    public async Task Refreshes_ThroughABadNetwork_KeepTheCallUp(ulong seed)
    {
        await using var stacks = await TwoStacks.StartAsync(seed, options: new SipStackOptions { Listen = [], SessionTimers = new SessionTimerOptions { Interval = TimeSpan.FromSeconds(120) } });
        await stacks.EstablishAsync();
        stacks.Network.LossRate = 0.3;
        stacks.Network.DuplicationRate = 0.2;
        stacks.Network.ReorderRate = 0.2;
        stacks.Network.MinDelay = TimeSpan.FromMilliseconds(10);
        stacks.Network.MaxDelay = TimeSpan.FromMilliseconds(90);
        await stacks.PassAsync(600);

        Assert.Null(stacks.CallerLog.End);
        Assert.Null(stacks.CalleeLog.End);
        Assert.True(stacks.Count("callee UPDATE") >= 9);
        stacks.Network.LossRate = 0;
        stacks.CalleeSession!.Bye();
        await stacks.PassAsync(70);
        Assert.Equal(0, stacks.Caller.TransactionCount + stacks.Callee.TransactionCount);
    }

    private static async Task<RawPeer> EstablishAsync(TwoStacks stacks, string extra)
    {
        stacks.AcceptAll();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", extra, body: "v=0"));
        await peer.SendAsync(RawPeer.Request("ACK", branch: "z9hG4bKack1", toTag: peer.LastResponse.To.Tag));
        return peer;
    }
}
