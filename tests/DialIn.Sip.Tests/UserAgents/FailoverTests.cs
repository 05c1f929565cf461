using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>
/// One domain with two targets: a peer that does what a test says, and a stack that accepts calls. The one named first is
/// preferred.
/// </summary>
[Rfc(3263, "4.3")]
public sealed class FailoverTests
{
    private const string Peer = "192.0.2.99";
    private const string Callee = "192.0.2.2";
    private const string Uri = "sip:4711@site.example";

    [Fact]
    public async Task FirstTarget_IsSilent_TheNextIsTriedAfter8T1WithANewBranch()
    {
        await using var stacks = await StartAsync(Peer, Callee);
        await using var peer = await stacks.AddPeerAsync();
        stacks.AcceptAll().Invite(stacks.Call(Uri));
        await stacks.PassAsync(3.9);
        Assert.Equal("", stacks.CallerLog.Names);
        await stacks.PassAsync(0.2);

        Assert.Equal("Answered", stacks.CallerLog.Names);
        Assert.Equal(4, peer.Of(SipMethod.Invite).Count);
        var second = Assert.Single(stacks.CalleeApplication.Invites).Request;
        Assert.Equal(peer.LastRequest.CallId, second.CallId);
        Assert.NotEqual(peer.LastRequest.TopVia.Branch, second.TopVia.Branch);
    }

    [Fact]
    public async Task AllTargets_AreSilent_TheLastIsWaitedForInFull()
    {
        await using var stacks = await StartAsync(Peer, "192.0.2.98", "192.0.2.97");
        stacks.Invite(stacks.Call(Uri));
        await stacks.PassAsync(39.9);
        Assert.Equal("", stacks.CallerLog.Names);
        await stacks.PassAsync(0.5);

        Assert.Equal(SessionEndCause.Timeout, stacks.CallerLog.End!.Cause);
    }

    [Fact]
    public async Task FirstTarget_Answers503_TheNextIsTriedAtOnce()
    {
        await using var stacks = await StartAsync(Peer, Callee);
        await using var peer = await stacks.AddPeerAsync();
        stacks.AcceptAll().Invite(stacks.Call(Uri));
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.LastRequest, 503);

        Assert.Equal("Answered", stacks.CallerLog.Names);
        Assert.Equal(SipMethod.Ack, peer.LastRequest.Method);
    }

    [Fact]
    public async Task RetryAfter_TheTargetIsLeftAloneForAsLong_ThenPreferredAgain()
    {
        await using var stacks = await StartAsync(Peer, Callee);
        await using var peer = await stacks.AddPeerAsync();
        stacks.AcceptAll().Invite(stacks.Call(Uri));
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.LastRequest, 503, extra: "Retry-After: 100 (maintenance)");
        Assert.Single(stacks.CalleeApplication.Invites);

        await stacks.PassAsync(99);
        stacks.Invite(stacks.Call(Uri));
        await stacks.SettleAsync();
        Assert.Equal(2, stacks.CalleeApplication.Invites.Count);
        Assert.Single(peer.Of(SipMethod.Invite));

        await stacks.PassAsync(1.1);
        stacks.Invite(stacks.Call(Uri));
        await stacks.SettleAsync();
        Assert.Equal(2, stacks.CalleeApplication.Invites.Count);
        Assert.Equal(2, peer.Of(SipMethod.Invite).Count);
    }

    [Fact]
    public async Task AllTargets_Answer503_TheCallerHearsIt()
    {
        await using var stacks = await StartAsync(Peer, Callee);
        await using var peer = await stacks.AddPeerAsync();
        stacks.CalleeApplication.Invited = invite => invite.Reject(503);
        stacks.Invite(stacks.Call(Uri));
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.LastRequest, 503, extra: "Retry-After: 100");
        Assert.Equal(503, stacks.CallerLog.End!.StatusCode);

        // A request that is not sent has failed for certain: both are asked once more.
        stacks.Invite(stacks.Call(Uri));
        await stacks.SettleAsync();
        Assert.Equal(2, stacks.CalleeApplication.Invites.Count);
        Assert.Equal(2, peer.Of(SipMethod.Invite).Count);
    }

    [Fact]
    public async Task OtherFailures_AreTheAnswer()
    {
        await using var stacks = await StartAsync(Peer, Callee);
        await using var peer = await stacks.AddPeerAsync();
        stacks.Invite(stacks.Call(Uri));
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.LastRequest, 500);

        Assert.Equal(500, stacks.CallerLog.End!.StatusCode);
        Assert.Empty(stacks.CalleeApplication.Invites);
    }

    [Fact]
    public async Task GivenUpTarget_RingsLate_GetsACancel()
    {
        await using var stacks = await StartAsync(Peer, Callee);
        await using var peer = await stacks.AddPeerAsync();
        stacks.AcceptAll().Invite(stacks.Call(Uri));
        await stacks.PassAsync(4.1);
        await peer.RespondAsync(peer.Of(SipMethod.Invite)[0], 180);
        await peer.RespondAsync(peer.Of(SipMethod.Invite)[0], 180);

        Assert.Equal(peer.Of(SipMethod.Invite)[0].TopVia.Branch, Assert.Single(peer.Of(SipMethod.Cancel)).TopVia.Branch);
        Assert.Equal("Answered", stacks.CallerLog.Names);
    }

    [Fact]
    public async Task GivenUpTarget_AnswersAfterAnother_IsAcknowledgedAndEnded()
    {
        await using var stacks = await StartAsync(Peer, Callee);
        await using var peer = await stacks.AddPeerAsync();
        stacks.AcceptAll().Invite(stacks.Call(Uri));
        await stacks.PassAsync(4.1);
        await peer.RespondAsync(peer.Of(SipMethod.Invite)[0], 200);

        Assert.Single(peer.Of(SipMethod.Ack));
        Assert.Single(peer.Of(SipMethod.Bye));
        Assert.Equal("Answered", stacks.CallerLog.Names);
        await peer.RespondAsync(peer.LastRequest, 200);
    }

    [Fact]
    public async Task GivenUpTarget_AnswersFirst_HasTheCall_AndTheOtherIsCancelled()
    {
        await using var stacks = await StartAsync(Peer, Callee);
        await using var peer = await stacks.AddPeerAsync();
        stacks.CalleeApplication.Invited = invite => invite.Ring();
        var session = stacks.Invite(stacks.Call(Uri));
        await stacks.PassAsync(4.1);
        await peer.RespondAsync(peer.Of(SipMethod.Invite)[0], 200);

        Assert.Equal(1, stacks.Count("caller CANCEL"));
        Assert.Equal(1, stacks.Count("callee 487 INVITE"));
        stacks.CallerLog.Single<SessionAnswered>();
        Assert.Null(stacks.CallerLog.End);
        Assert.Single(peer.Of(SipMethod.Ack));
        session.Bye();
        await stacks.SettleAsync();
        await peer.RespondAsync(Assert.Single(peer.Of(SipMethod.Bye)), 200);
    }

    [Fact]
    public async Task GivenUpTargets_AnswerAfterTheEnd_AreAcknowledgedAndEnded()
    {
        await using var stacks = await StartAsync(Peer, Callee);
        await using var peer = await stacks.AddPeerAsync();
        stacks.CalleeApplication.Invited = invite => invite.Reject(486);
        stacks.Invite(stacks.Call(Uri));
        await stacks.PassAsync(4.1);
        Assert.Equal(486, stacks.CallerLog.End!.StatusCode);
        await peer.RespondAsync(peer.Of(SipMethod.Invite)[0], 200);

        Assert.Equal("Ended", stacks.CallerLog.Names);
        Assert.Single(peer.Of(SipMethod.Ack));
        await peer.RespondAsync(Assert.Single(peer.Of(SipMethod.Bye)), 200);
    }

    [Fact]
    public async Task HungUp_WhileATargetIsSilent_NoOtherIsTried()
    {
        await using var stacks = await StartAsync(Peer, Callee);
        await using var peer = await stacks.AddPeerAsync();
        var session = stacks.AcceptAll().Invite(stacks.Call(Uri));
        await stacks.PassAsync(1);
        session.Bye();
        await stacks.PassAsync(35);

        Assert.Empty(stacks.CalleeApplication.Invites);
        Assert.Equal(SessionEndCause.Cancelled, stacks.CallerLog.End!.Cause);
    }

    [Fact]
    public async Task Cancel_GoesWhereTheInviteWent()
    {
        await using var stacks = await StartAsync(Peer, Callee);
        await using var peer = await stacks.AddPeerAsync();
        stacks.CalleeApplication.Invited = invite => invite.Ring();
        var session = stacks.Invite(stacks.Call(Uri));
        await stacks.PassAsync(4.1);
        session.Bye();
        await stacks.SettleAsync();

        Assert.Empty(peer.Of(SipMethod.Cancel));
        Assert.Equal(1, stacks.Count("callee 487 INVITE"));
    }

    [Fact]
    public async Task Dialog_StaysOnTheTargetThatAccepted_AlsoOnceThePreferredOneIsBack()
    {
        await using var stacks = await StartAsync(Callee, Peer);
        await using var peer = await stacks.AddPeerAsync();
        var session = await AnsweredBySecondAsync(stacks, peer);
        Assert.Single(peer.Of(SipMethod.Ack));

        await stacks.PassAsync(60);
        session.Bye();
        await stacks.SettleAsync();

        await peer.RespondAsync(Assert.Single(peer.Of(SipMethod.Bye)), 200);
        Assert.Equal(0, stacks.Count("callee 481 BYE"));
    }

    [Fact]
    public async Task Dialog_WhoseTargetIsGone_GoesOnWithAnotherOfTheSet()
    {
        await using var stacks = await StartAsync(Callee, Peer);
        await using var peer = await stacks.AddPeerAsync();
        var session = await AnsweredBySecondAsync(stacks, peer);
        session.Bye();
        await stacks.PassAsync(4.1);

        Assert.Equal(4, peer.Of(SipMethod.Bye).Count);
        Assert.Equal(1, stacks.Count("callee 481 BYE"));
    }

    [Fact]
    [Rfc(3261, "12.2.1.1")]
    public async Task Request_ThatWasChallengedAndThenRefused_ReachesTheNextTargetWithTheHigherNumber()
    {
        await using var stacks = await StartAsync(Callee, Peer);
        await using var peer = await stacks.AddPeerAsync();
        var session = await AnsweredBySecondAsync(stacks, peer, new DigestResponder(new DigestCredentials("user", "secret", "r")));
        session.SendInfo("Signal=1"u8.ToArray(), "application/dtmf-relay");
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.LastRequest, 407, extra: "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\"");
        Assert.Equal([2u, 3u], peer.Of(SipMethod.Info).Select(static info => info.CSeq.Number));
        await peer.RespondAsync(peer.LastRequest, 503);

        var next = stacks.Network.Log.Single(static datagram => datagram.To.Address.ToString() == Callee && datagram.Message is SipRequest { Method.Name: "INFO" });
        Assert.Equal(3u, ((SipRequest)next.Message!).CSeq.Number);
    }

    [Fact]
    public async Task Registration_FailsOverAndReturns()
    {
        await using var stacks = await StartAsync(Peer, Callee);
        await using var peer = await stacks.AddPeerAsync();
        var registers = 0;
        stacks.CalleeApplication.Requested = request =>
        {
            registers++;
            request.Respond(200, extra: SipHeaders.Empty.WithAdded(HeaderNames.Contact, request.Request.Headers[HeaderNames.Contact]!));
            return true;
        };
        var registration = stacks.Caller.Register(new RegistrationOptions
        {
            Registrar = SipUri.Parse("sip:site.example"),
            AddressOfRecord = SipUri.Parse("sip:trunk@site.example"),
            ContactUser = "trunk",
            Expires = TimeSpan.FromSeconds(100),
        });
        await stacks.PassAsync(4.1);
        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        Assert.Equal(1, registers);
        var before = peer.Of(SipMethod.Register).Count;

        // The pause of the first is over by the time of the refresh, so it is preferred again; it is still away.
        await stacks.PassAsync(95);
        Assert.Equal(RegistrationState.Registered, registration.Status.State);
        Assert.Equal(2, registers);
        Assert.True(peer.Of(SipMethod.Register).Count > before);
    }

    // The first target loses the INVITE; the second one answers it, and names the domain as its Contact.
    private static async Task<InviteSession> AnsweredBySecondAsync(TwoStacks stacks, RawPeer peer, IChallengeResponder? challenges = null)
    {
        stacks.Network.Lose = datagram => datagram.To.Address.ToString() == Callee && datagram.Text.StartsWith("INVITE", StringComparison.Ordinal);
        var session = stacks.Invite(stacks.Call(Uri) with { Challenges = challenges });
        await stacks.PassAsync(4.1);
        var answer = SipResponse.For(Assert.Single(peer.Of(SipMethod.Invite)), 200, null, "peer", SipHeaders.Empty.WithAdded(HeaderNames.Contact, "<sip:peer@site.example>"));
        await peer.SendAsync(answer, TwoStacks.CallerAddress);
        stacks.CallerLog.Single<SessionAnswered>();
        return session;
    }

    private static Task<TwoStacks> StartAsync(params string[] targets) => TwoStacks.StartAsync(dns: new ScriptedDns(
        [.. targets.SelectMany((address, i) => new[] { $"_sip._udp.site.example SRV {i} 0 5060 h{i}.site.example", $"h{i}.site.example A {address}" })]));
}
