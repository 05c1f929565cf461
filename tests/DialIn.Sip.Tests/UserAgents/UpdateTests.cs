using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class UpdateTests
{
    private static readonly ReadOnlyMemory<byte> Answer = "v=answer"u8.ToArray();

    [Fact]
    [Rfc(3311, "5.2")]
    public async Task Update_BeforeTheAnswer_WithoutOffer_MovesTheTarget()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await PrackTests.InviteAsync(stacks, "Require: 100rel");
        invite.Ring();
        await stacks.SettleAsync();
        await PrackTests.PrackAsync(peer, peer.LastResponse, cseq: 2);

        await peer.SendAsync(Update(peer, cseq: 3).Replace("<sip:raw@192.0.2.99:5060>", "<sip:moved@192.0.2.99:5060>", StringComparison.Ordinal));
        Assert.Equal(200, peer.LastResponse.StatusCode);
        var session = invite.Accept(Answer, "application/sdp", stacks.CalleeLog.Add);
        await stacks.SettleAsync();

        Assert.Equal("moved", session.Dialog!.RemoteTarget.User);
        Assert.Equal(3u, session.Dialog.RemoteSequence);
    }

    [Fact]
    [Rfc(3311, "5.2")]
    public async Task Update_BeforeTheAnswer_WhileItsOwnOfferIsOpen_Gets500WithRetryAfter()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await PrackTests.InviteAsync(stacks, "Require: 100rel");
        invite.Ring();
        await stacks.SettleAsync();

        await peer.SendAsync(Update(peer, cseq: 2, body: "v=1"));

        Assert.Equal(500, peer.LastResponse.StatusCode);
        Assert.InRange(int.Parse(peer.LastResponse.Headers[HeaderNames.RetryAfter]!, null), 0, 10);
    }

    [Fact]
    [Rfc(3311, "5.2")]
    public async Task Update_BeforeTheAnswer_WhileOurOfferIsOpen_Gets491()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await PrackTests.InviteAsync(stacks, "Require: 100rel", offer: "");
        invite.Ring(183, "v=offer"u8.ToArray(), "application/sdp");
        await stacks.SettleAsync();

        await peer.SendAsync(Update(peer, cseq: 2, body: "v=1"));

        Assert.Equal(491, peer.LastResponse.StatusCode);
    }

    [Fact]
    [Rfc(3311, "5.2")]
    public async Task Update_BeforeTheAnswer_AfterOfferAndAnswer_ChangesTheSession()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await PrackTests.InviteAsync(stacks, "Supported: 100rel");
        invite.Watch(stacks.CalleeLog.Add);
        invite.Ring(183, Answer, "application/sdp");
        await stacks.SettleAsync();
        await PrackTests.PrackAsync(peer, peer.LastResponse, cseq: 2);

        await peer.SendAsync(Update(peer, cseq: 3, body: "v=1"));
        await peer.SendAsync(Update(peer, cseq: 4, body: "v=2"));
        Assert.Equal(500, peer.LastResponse.StatusCode);
        stacks.CalleeLog.Single<SessionReinvite>().Invite.Accept("v=second"u8.ToArray(), "application/sdp");
        await stacks.SettleAsync();

        Assert.Equal(200, peer.LastResponse.StatusCode);
        Assert.Equal("v=second"u8.ToArray(), peer.LastResponse.Body.ToArray());
    }

    [Fact]
    [Rfc(3311, "5.2")]
    public async Task Update_WithAnOfferWhileOurReinviteIsOpen_Gets491_OneWithoutIsTaken()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await DialogTests.EstablishWithPeerAsync(stacks);
        stacks.CalleeSession!.Reinvite(Answer, "application/sdp");
        await stacks.SettleAsync();

        await peer.SendAsync(RawPeer.Request("UPDATE", "Content-Type: application/sdp", branch: "z9hG4bK2", toTag: tag, cseq: 2, body: "v=1"));
        Assert.Equal(491, peer.LastResponse.StatusCode);
        await peer.SendAsync(RawPeer.Request("UPDATE", branch: "z9hG4bK3", toTag: tag, cseq: 3));

        Assert.Equal(200, peer.LastResponse.StatusCode);
    }

    [Fact]
    [Rfc(3311, "5.2")]
    public async Task Update_BeforeTheAckOfAnAnswerToAnOffer_IsTaken()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.AcceptAll();
        stacks.CalleeLog.Then = happened => (happened as SessionReinvite)?.Invite.Accept(Answer, "application/sdp");
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", "Content-Type: application/sdp", body: "v=0"));

        await peer.SendAsync(Update(peer, cseq: 2, body: "v=1"));

        Assert.Equal((200, SipMethod.Update), (peer.LastResponse.StatusCode, peer.LastResponse.CSeq.Method));
    }

    [Fact]
    [Rfc(3311, "5.2")]
    public async Task Update_BeforeTheAckThatBringsTheAnswer_Gets491()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.AcceptAll();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE"));

        await peer.SendAsync(Update(peer, cseq: 2, body: "v=1"));

        Assert.Equal(491, peer.LastResponse.StatusCode);
    }

    private static string Update(RawPeer peer, uint cseq, string body = "") => RawPeer.Request(
        "UPDATE", body.Length == 0 ? null : "Content-Type: application/sdp", branch: $"z9hG4bKupdate{cseq}", toTag: peer.LastResponse.To.Tag, cseq: cseq, body: body);
}
