using System.Text;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>Re-INVITEs of the peer.</summary>
public class PeersReinviteTests
{
    private static readonly ReadOnlyMemory<byte> Answer = Encoding.ASCII.GetBytes("v=0\r\na=recvonly\r\n");

    [Fact]
    [Rfc(3261, "14.2")]
    public async Task PeersReinvite_WhileItsFirstIsPending_Gets500WithRetryAfter()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await DialogTests.EstablishWithPeerAsync(stacks);
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bK2", toTag: tag, cseq: 2));
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bK3", toTag: tag, cseq: 3));

        Assert.Equal(500, peer.LastResponse.StatusCode);
        Assert.InRange(int.Parse(peer.LastResponse.Headers[HeaderNames.RetryAfter]!, null), 0, 10);
    }

    [Fact]
    [Rfc(3261, "14.2")]
    public async Task PeersReinvite_BeforeTheAckOfOurAnswer_Gets491()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.AcceptAll();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE"));

        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bK2", toTag: peer.LastResponse.To.Tag, cseq: 2));

        Assert.Equal(491, peer.LastResponse.StatusCode);
    }

    [Fact]
    [Rfc(3261, "14.2")]
    public async Task PeersReinvite_WithoutAnOffer_GetsOursAndTheAckBringsTheAnswer()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await DialogTests.EstablishWithPeerAsync(stacks);
        stacks.CalleeLog.Then = AcceptAll;
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bK2", toTag: tag, cseq: 2));
        Assert.Equal(200, peer.LastResponse.StatusCode);

        await peer.SendAsync(RawPeer.Request("ACK", "Content-Type: application/sdp", branch: "z9hG4bK3", toTag: tag, cseq: 2, body: "v=1"));

        Assert.Equal("v=1"u8.ToArray(), stacks.CalleeLog.Single<ReinviteConfirmed>().Ack.Body.ToArray());
    }

    [Fact]
    [Rfc(3261, "14.2")]
    public async Task PeersReinvite_NeverAcknowledged_EndsTheSession()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await DialogTests.EstablishWithPeerAsync(stacks);
        stacks.CalleeLog.Then = AcceptAll;
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bK2", toTag: tag, cseq: 2));

        await stacks.PassAsync(32.1);

        Assert.Equal(SessionEndCause.AckMissing, stacks.CalleeLog.End!.Cause);
        Assert.Single(peer.Of(SipMethod.Bye));
    }

    [Fact]
    [Rfc(3261, "9.2")]
    public async Task PeersReinvite_Cancelled_Gets487AndTheSessionGoesOn()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await DialogTests.EstablishWithPeerAsync(stacks);
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bK2", toTag: tag, cseq: 2));
        await peer.SendAsync(RawPeer.Request("CANCEL", branch: "z9hG4bK2", toTag: tag, cseq: 2));

        Assert.Equal([200, 487], peer.Responses.TakeLast(2).Select(response => response.StatusCode));
        Assert.Same(stacks.CalleeLog.Single<SessionReinvite>().Invite, stacks.CalleeLog.Single<ReinviteWithdrawn>().Invite);
        stacks.CalleeLog.Single<SessionReinvite>().Invite.Accept(Answer, "application/sdp");
        await stacks.SettleAsync();
        Assert.Equal(487, peer.LastResponse.StatusCode);
        Assert.Null(stacks.CalleeLog.End);
    }

    [Fact]
    [Rfc(3261, "9.2")]
    public async Task PeersReinvite_CancelledAfterTheDecision_IsNotWithdrawn()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await DialogTests.EstablishWithPeerAsync(stacks);
        stacks.CalleeLog.Then = AcceptAll;
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bK2", toTag: tag, cseq: 2));
        await peer.SendAsync(RawPeer.Request("CANCEL", branch: "z9hG4bK2", toTag: tag, cseq: 2));

        Assert.Empty(stacks.CalleeLog.Events.OfType<ReinviteWithdrawn>());
    }

    [Fact]
    [Rfc(3261, "15.1.2")]
    public async Task Bye_WhileThePeersReinvitePends_TheReinviteGets487()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await DialogTests.EstablishWithPeerAsync(stacks);
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bK2", toTag: tag, cseq: 2));
        await peer.SendAsync(RawPeer.Request("BYE", branch: "z9hG4bK3", toTag: tag, cseq: 3));

        Assert.Equal([(200, "BYE"), (487, "INVITE")], peer.Responses.TakeLast(2).Select(response => (response.StatusCode, response.CSeq.Method.Name)));
        Assert.Equal("Confirmed Reinvite Ended", stacks.CalleeLog.Names);
    }

    [Fact]
    [Rfc(3261, "12.2.2")]
    public async Task PeersReinvite_MovesTheRemoteTargetOnlyOnceAccepted()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await DialogTests.EstablishWithPeerAsync(stacks);
        var moved = RawPeer.Request("INVITE", branch: "z9hG4bK2", toTag: tag, cseq: 2).Replace("<sip:raw@192.0.2.99:5060>", "<sip:moved@192.0.2.99:5060>", StringComparison.Ordinal);
        await peer.SendAsync(moved);
        Assert.Equal("raw", stacks.CalleeSession!.Dialog!.RemoteTarget.User);

        stacks.CalleeLog.Single<SessionReinvite>().Invite.Accept(Answer, "application/sdp");
        await stacks.SettleAsync();

        Assert.Equal("moved", stacks.CalleeSession.Dialog.RemoteTarget.User);
    }

    private static void AcceptAll(SessionEvent happened) => (happened as SessionReinvite)?.Invite.Accept(Answer, "application/sdp");
}
