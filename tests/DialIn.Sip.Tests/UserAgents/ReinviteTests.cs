using System.Text;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class ReinviteTests
{
    private static readonly ReadOnlyMemory<byte> Hold = Encoding.ASCII.GetBytes("v=0\r\na=sendonly\r\n");
    private static readonly ReadOnlyMemory<byte> Answer = Encoding.ASCII.GetBytes("v=0\r\na=recvonly\r\n");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rfc(3261, "14.1")]
    [Rfc(3261, "14.2")]
    public async Task Reinvite_Accepted_ChangesTheSession(bool byCaller)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        var (sender, senderLog, receiverLog) = byCaller ? (session, stacks.CallerLog, stacks.CalleeLog) : (stacks.CalleeSession!, stacks.CalleeLog, stacks.CallerLog);
        receiverLog.Then = AcceptAll;

        sender.Reinvite(Hold, "application/sdp");
        await stacks.SettleAsync();

        Assert.Equal(Answer.ToArray(), senderLog.Single<ReinviteAnswered>().Response.Body.ToArray());
        Assert.Equal(Hold.ToArray(), receiverLog.Single<SessionReinvite>().Invite.Request.Body.ToArray());
        receiverLog.Single<ReinviteConfirmed>();
        sender.Bye();
        await stacks.SettleAsync();
        Assert.Equal(SessionEndCause.RemoteBye, receiverLog.End!.Cause);
    }

    [Fact]
    [Rfc(3261, "14.1")]
    public async Task Reinvite_Rejected_LeavesTheSessionAsItWas()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        stacks.CalleeLog.Then = happened => (happened as SessionReinvite)?.Invite.Reject(488);

        session.Reinvite(Hold, "application/sdp");
        await stacks.SettleAsync();

        Assert.Equal(488, stacks.CallerLog.Single<ReinviteFailed>().StatusCode);
        Assert.Null(stacks.CallerLog.End);
        Assert.Null(stacks.CalleeLog.End);
    }

    [Theory]
    [InlineData(481)]
    [InlineData(408)]
    [Rfc(3261, "12.2.1.2")]
    public async Task Reinvite_PeerHasLostTheDialog_EndsTheSession(int status)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        stacks.CalleeLog.Then = happened => (happened as SessionReinvite)?.Invite.Reject(status);

        session.Reinvite(Hold, "application/sdp");
        await stacks.SettleAsync();

        Assert.Equal("Answered ReinviteFailed Ended", stacks.CallerLog.Names);
        Assert.Equal(SessionEndCause.RemoteBye, stacks.CalleeLog.End!.Cause);
    }

    [Theory]
    [Rfc(3261, "12.2.1.2")]
    [InlineData(481)]
    [InlineData(408)]
    public async Task Wish_PeerHasLostTheDialog_EndsTheSession(int status)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        stacks.CalleeLog.Then = happened => (happened as SessionReinvite)?.Invite.Reject(status);

        session.Reinvite(Hold, "application/sdp", isWish: true);
        await stacks.SettleAsync();

        Assert.Equal("Answered ReinviteFailed Ended", stacks.CallerLog.Names);
    }

    [Fact]
    [Rfc(3261, "12.2.1.2")]
    public async Task Wish_NoAnswerAtAll_LeavesTheSession()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        stacks.Network.LossRate = 1;
        session.Reinvite(Hold, "application/sdp", isWish: true);
        await stacks.PassAsync(33);
        Assert.Equal("Answered ReinviteFailed", stacks.CallerLog.Names);

        // And it can be used: the next offer goes out and is answered.
        stacks.Network.LossRate = 0;
        stacks.CalleeLog.Then = happened => (happened as SessionReinvite)?.Invite.Accept(Hold, "application/sdp");
        session.Reinvite(Hold, "application/sdp");
        await stacks.SettleAsync();
        Assert.Equal("Answered ReinviteFailed ReinviteAnswered", stacks.CallerLog.Names);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rfc(3261, "9.1")]
    public async Task Reinvite_AnsweredWith100Alone_IsCancelled_AndTheSessionGoesOn(bool isWish)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        session.Reinvite(Hold, "application/sdp", isWish);
        await stacks.PassAsync(31);
        Assert.Equal("Answered", stacks.CallerLog.Names);

        await stacks.PassAsync(2);
        Assert.Equal(487, stacks.CallerLog.Single<ReinviteFailed>().StatusCode);
        Assert.Null(stacks.CallerLog.End);
        Assert.Null(stacks.CalleeLog.End);

        // Both sides can offer again.
        stacks.CallerLog.Then = AcceptAll;
        stacks.CalleeSession!.Reinvite(Hold, "application/sdp");
        await stacks.SettleAsync();
        stacks.CalleeLog.Single<ReinviteAnswered>();
    }

    [Theory]
    [InlineData(true, "Answered ReinviteFailed")]
    [InlineData(false, "Answered ReinviteFailed Ended")]
    [Rfc(3261, "9.1")]
    public async Task Reinvite_AnsweredWith100_AndThenNothing_IsGivenUpAfterItsCancel(bool isWish, string names)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        session.Reinvite(Hold, "application/sdp", isWish);
        await stacks.PassAsync(1);
        stacks.Network.LossRate = 1;
        await stacks.PassAsync(62);
        Assert.Equal("Answered", stacks.CallerLog.Names);

        await stacks.PassAsync(3);
        Assert.Equal(names, stacks.CallerLog.Names);
    }

    [Fact]
    [Rfc(3261, "9.1")]
    public async Task Reinvite_WhoseAnswerCrossesItsCancel_IsAnswered()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        session.Reinvite(Hold, "application/sdp", isWish: true);
        await stacks.PassAsync(31.5);
        stacks.CalleeLog.Single<SessionReinvite>().Invite.Accept(Answer, "application/sdp");
        await stacks.PassAsync(40);

        Assert.Equal("Answered ReinviteAnswered", stacks.CallerLog.Names);
        stacks.CalleeLog.Single<ReinviteConfirmed>();
    }

    [Fact]
    [Rfc(3261, "14.1")]
    public async Task Reinvite_NoAnswerAtAll_EndsTheSessionWithTimeout()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        stacks.Network.LossRate = 1;
        session.Reinvite(Hold, "application/sdp");
        await stacks.PassAsync(33);

        Assert.Equal("Answered ReinviteFailed Ended", stacks.CallerLog.Names);
        Assert.Equal(SessionEndCause.Timeout, stacks.CallerLog.End!.Cause);
    }

    [Fact]
    [Rfc(3261, "14.1")]
    public async Task Reinvites_ThatMeet_BothGet491AndBothSucceedLater()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        stacks.CallerLog.Then = AcceptAll;
        stacks.CalleeLog.Then = AcceptAll;
        stacks.Network.MinDelay = stacks.Network.MaxDelay = TimeSpan.FromMilliseconds(20);

        session.Reinvite(Hold, "application/sdp");
        stacks.CalleeSession!.Reinvite(Hold, "application/sdp");
        await stacks.PassAsync(0.3);
        Assert.Equal(1, stacks.Count("caller 491 INVITE"));
        Assert.Equal(1, stacks.Count("callee 491 INVITE"));

        // The callee, who does not own the Call-ID, comes first: within 2 s. The caller waits at least 2.1 s.
        await stacks.PassAsync(1.9);
        stacks.CalleeLog.Single<ReinviteAnswered>();
        Assert.Empty(stacks.CallerLog.Events.OfType<ReinviteAnswered>());
        await stacks.PassAsync(2.5);

        stacks.CallerLog.Single<ReinviteAnswered>();
        Assert.Empty(stacks.CallerLog.Events.Concat(stacks.CalleeLog.Events).OfType<ReinviteFailed>());
    }

    [Fact]
    [Rfc(3261, "14.1")]
    public async Task Reinvite_Always491_IsGivenUp()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        stacks.CalleeLog.Then = happened => (happened as SessionReinvite)?.Invite.Reject(491);

        session.Reinvite(Hold, "application/sdp");
        await stacks.PassAsync(30);

        Assert.Equal(491, stacks.CallerLog.Single<ReinviteFailed>().StatusCode);
        Assert.Equal(5, stacks.CalleeLog.Events.OfType<SessionReinvite>().Count());
        Assert.Null(stacks.CallerLog.End);
    }

    [Fact]
    [Rfc(3261, "14.1")]
    public async Task Reinvite_WhileThePeersIsPending_WaitsForItsEnd()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        stacks.CallerLog.Then = AcceptAll;
        session.Reinvite(Hold, "application/sdp");
        await stacks.SettleAsync();

        stacks.CalleeSession!.Reinvite(Hold, "application/sdp");
        await stacks.SettleAsync();
        Assert.Empty(stacks.CallerLog.Events.OfType<SessionReinvite>());
        stacks.CalleeLog.Single<SessionReinvite>().Invite.Accept(Answer, "application/sdp");
        await stacks.SettleAsync();

        stacks.CallerLog.Single<ReinviteAnswered>();
        stacks.CalleeLog.Single<ReinviteAnswered>();
    }

    [Fact]
    public async Task Reinvite_AskedForTwiceWhileWaiting_TheLaterOneCounts()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        session.Reinvite(Hold, "application/sdp");
        session.Reinvite("2"u8.ToArray(), "application/sdp");
        session.Reinvite("3"u8.ToArray(), "application/sdp");
        await stacks.SettleAsync();
        stacks.CalleeLog.Then = AcceptAll;
        stacks.CalleeLog.Single<SessionReinvite>().Invite.Accept(Answer, "application/sdp");
        await stacks.SettleAsync();

        Assert.Equal("Answered ReinviteFailed ReinviteAnswered ReinviteAnswered", stacks.CallerLog.Names);
        Assert.Equal("3"u8.ToArray(), stacks.CalleeLog.Events.OfType<SessionReinvite>().Last().Invite.Request.Body.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rfc(3311, "5.2")]
    public async Task Update_IsAnsweredWithoutAnAck(bool offer)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await DialogTests.EstablishWithPeerAsync(stacks);
        stacks.CalleeLog.Then = AcceptAll;
        await peer.SendAsync(RawPeer.Request("UPDATE", offer ? "Content-Type: application/sdp" : null, branch: "z9hG4bK2", toTag: tag, cseq: 2, body: offer ? "v=1" : ""));
        await stacks.PassAsync(33);

        Assert.Equal(200, peer.LastResponse.StatusCode);
        Assert.NotNull(peer.LastResponse.Contact);
        Assert.Equal(offer ? Answer.ToArray() : [], peer.LastResponse.Body.ToArray());
        Assert.Equal(offer ? 1 : 0, stacks.CalleeLog.Events.OfType<SessionReinvite>().Count());
        Assert.Null(stacks.CalleeLog.End);
    }

    [Fact]
    [Rfc(3261, "13.2.2.4")]
    public async Task OwnReinvite_AnswerRepeated_IsAcknowledgedAgainEvenAfterTheNextReinvite()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, _) = await DialogTests.EstablishWithPeerAsync(stacks);
        stacks.CalleeSession!.Reinvite(Hold, "application/sdp");
        await stacks.SettleAsync();
        var first = peer.LastRequest;
        await peer.RespondAsync(first, 200, to: TwoStacks.CalleeAddress);
        stacks.CalleeSession.Reinvite(Hold, "application/sdp");
        await stacks.SettleAsync();

        await peer.RespondAsync(first, 200, to: TwoStacks.CalleeAddress);

        Assert.Equal([1u, 1u], peer.Of(SipMethod.Ack).Select(ack => ack.CSeq.Number));
    }

    private static void AcceptAll(SessionEvent happened) => (happened as SessionReinvite)?.Invite.Accept(Answer, "application/sdp");
}
