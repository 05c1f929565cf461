using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>Reliable provisional responses of ours: the caller is a peer that says what a test wants.</summary>
public class PrackTests
{
    private static readonly ReadOnlyMemory<byte> Answer = "v=answer"u8.ToArray();

    [Fact]
    [Rfc(3262, "3")]
    public async Task Ring_ToWhomRequiresIt_IsReliable_AndRepeatedUntilThePrack()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await InviteAsync(stacks, "Require: 100rel");
        invite.Ring();
        await stacks.PassAsync(4);

        var rings = Rings(peer);
        Assert.Equal(4, rings.Count);
        Assert.Single(rings.Select(ring => ring.Headers[HeaderNames.RSeq]).Distinct());
        Assert.All(rings, ring => Assert.Equal("100rel", ring.Headers[HeaderNames.Require]));

        await PrackAsync(peer, rings[0], cseq: 2);
        await stacks.PassAsync(40);

        Assert.Equal((200, SipMethod.Prack), (peer.LastResponse.StatusCode, peer.LastResponse.CSeq.Method));
        Assert.Equal(4, Rings(peer).Count);
    }

    [Fact]
    [Rfc(3262, "3")]
    public async Task Ring_ToWhomOnlySupportsIt_IsPlain()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await InviteAsync(stacks, "Supported: 100rel");
        invite.Ring();
        await stacks.PassAsync(2);

        var ring = Assert.Single(Rings(peer));
        Assert.Null(ring.Headers[HeaderNames.RSeq]);
        Assert.Null(ring.Headers[HeaderNames.Require]);
    }

    [Fact]
    [Rfc(3262, "3")]
    public async Task Prack_NeverComes_TheInviteIsRefusedWith504()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await InviteAsync(stacks, "Require: 100rel");
        invite.Watch(stacks.CalleeLog.Add);
        invite.Ring();
        await stacks.PassAsync(31.9);
        Assert.Equal(7, Rings(peer).Count);
        Assert.Equal(180, peer.LastResponse.StatusCode);

        await stacks.PassAsync(0.2);

        Assert.Equal(504, peer.LastResponse.StatusCode);
        Assert.Equal((SessionEndCause.AckMissing, 504), (stacks.CalleeLog.End!.Cause, stacks.CalleeLog.End.StatusCode));
    }

    [Fact]
    [Rfc(3262, "3")]
    public async Task Prack_OfAnotherNumber_Gets481()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, _) = await RingAsync(stacks, "Require: 100rel");
        var ring = peer.LastResponse;
        var rseq = uint.Parse(ring.Headers[HeaderNames.RSeq]!, null);

        await peer.SendAsync(RawPeer.Request("PRACK", $"RAck: {rseq + 1} 1 INVITE", branch: "z9hG4bK2", toTag: ring.To.Tag, cseq: 2));
        Assert.Equal(481, peer.LastResponse.StatusCode);
        await PrackAsync(peer, ring, cseq: 3);
        Assert.Equal(200, peer.LastResponse.StatusCode);

        // Confirmed once, it is unconfirmed no longer.
        await PrackAsync(peer, ring, cseq: 4);
        Assert.Equal(481, peer.LastResponse.StatusCode);
    }

    [Fact]
    [Rfc(3262, "3")]
    public async Task SecondReliableResponse_WaitsForThePrackOfTheFirst_AndCountsUp()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await InviteAsync(stacks, "Require: 100rel");
        invite.Ring();
        invite.Ring(183);
        await stacks.SettleAsync();
        var first = peer.LastResponse;
        Assert.Equal(180, first.StatusCode);

        await PrackAsync(peer, first, cseq: 2);

        var second = peer.LastResponse;
        Assert.Equal(183, second.StatusCode);
        Assert.Equal(uint.Parse(first.Headers[HeaderNames.RSeq]!, null) + 1, uint.Parse(second.Headers[HeaderNames.RSeq]!, null));
    }

    [Fact]
    [Rfc(3262, "3")]
    public async Task Answer_AfterARingWithoutDescription_DoesNotWait_AndALatePrackIsAnswered()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Invited = invite =>
        {
            invite.Ring();
            stacks.CalleeSession = invite.Accept(Answer, "application/sdp", stacks.CalleeLog.Add);
        };
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", "Require: 100rel\nContent-Type: application/sdp", body: "v=0"));
        Assert.Equal([100, 180, 200], peer.Responses.Select(response => response.StatusCode));

        await PrackAsync(peer, Rings(peer)[0], cseq: 2);
        await peer.SendAsync(RawPeer.Request("ACK", branch: "z9hG4bKack", toTag: peer.LastResponse.To.Tag));
        await stacks.PassAsync(40);

        Assert.Single(Rings(peer));
        Assert.Equal((200, SipMethod.Prack), (peer.LastResponse.StatusCode, peer.LastResponse.CSeq.Method));
        Assert.Equal("Confirmed", stacks.CalleeLog.Names);
    }

    [Fact]
    [Rfc(3262, "3")]
    [Rfc(3261, "13.2.1")]
    public async Task Answer_AfterAProvisionalWithTheAnswer_WaitsForItsPrack_AndBringsNoSecondOne()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await InviteAsync(stacks, "Supported: 100rel");
        invite.Ring(183, Answer, "application/sdp");
        invite.Accept(Answer, "application/sdp", stacks.CalleeLog.Add);
        await stacks.SettleAsync();
        var progress = peer.LastResponse;
        Assert.Equal(183, progress.StatusCode);
        Assert.Equal(Answer.ToArray(), progress.Body.ToArray());

        await PrackAsync(peer, progress, cseq: 2);

        Assert.Equal([(200, "PRACK"), (200, "INVITE")], peer.Responses.TakeLast(2).Select(response => (response.StatusCode, response.CSeq.Method.Name)));
        Assert.True(peer.LastResponse.Body.IsEmpty);
    }

    [Fact]
    [Rfc(3262, "5")]
    public async Task LateOffer_ToWhomRequiresReliability_RingsOnlyWithOurOffer_AndThePrackBringsTheAnswer()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await RingAsync(stacks, "Require: 100rel", offer: "", isWatched: true);
        Assert.Empty(Rings(peer));

        invite.Ring(183, "v=offer"u8.ToArray(), "application/sdp");
        await stacks.SettleAsync();
        await PrackAsync(peer, peer.LastResponse, cseq: 2, body: "v=answer");

        Assert.Equal(200, peer.LastResponse.StatusCode);
        Assert.Equal(Answer.ToArray(), stacks.CalleeLog.Single<ProgressConfirmed>().Prack.Body.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rfc(3262, "5")]
    public async Task Offer_InThePrack_IsAnsweredInIts2xx_AlsoWhenRefused(bool accept)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await InviteAsync(stacks, "Supported: 100rel");
        invite.Watch(stacks.CalleeLog.Add);
        stacks.CalleeLog.Then = happened =>
        {
            if (happened is SessionReinvite { Invite: var offer } && accept)
            {
                offer.Accept(Answer, "application/sdp");
            }
            else if (happened is SessionReinvite refused)
            {
                refused.Invite.Reject(488);
            }
        };
        invite.Ring(183, Answer, "application/sdp");
        await stacks.SettleAsync();

        await PrackAsync(peer, peer.LastResponse, cseq: 2, body: "v=second");

        Assert.Equal(200, peer.LastResponse.StatusCode);
        Assert.Equal(accept ? Answer.ToArray() : [], peer.LastResponse.Body.ToArray());
    }

    [Fact]
    [Rfc(3262, "3")]
    public async Task Body_InThePrackWhereNoneBelongs_IsNotLookedAt()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, _) = await RingAsync(stacks, "Require: 100rel", isWatched: true);

        await PrackAsync(peer, peer.LastResponse, cseq: 2, body: "v=early");

        Assert.Equal(200, peer.LastResponse.StatusCode);
        Assert.Empty(stacks.CalleeLog.Events);
    }

    [Fact]
    [Rfc(3262, "3")]
    public async Task Cancel_WhileThePrackIsAwaited_EndsBoth()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await InviteAsync(stacks, "Supported: 100rel");
        invite.Ring(183, Answer, "application/sdp");
        invite.Accept(Answer, "application/sdp", stacks.CalleeLog.Add);
        await stacks.SettleAsync();
        var progress = peer.LastResponse;

        await peer.SendAsync(RawPeer.Request("CANCEL", "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\nReason: Q.850;cause=16"));
        Assert.Equal(487, peer.LastResponse.StatusCode);
        Assert.Equal("SIP;cause=200;text=\"Call completed elsewhere\", Q.850;cause=16", stacks.CalleeLog.End!.Reason);

        await PrackAsync(peer, progress, cseq: 2);
        Assert.Equal(200, peer.LastResponse.StatusCode);
        await stacks.PassAsync(70);
        Assert.Equal(0, stacks.Callee.TransactionCount);
    }

    [Fact]
    [Rfc(3262, "3")]
    public async Task Bye_OfOursWhileThePrackIsAwaited_RefusesTheCall()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await InviteAsync(stacks, "Supported: 100rel");
        invite.Ring(183, Answer, "application/sdp");
        var session = invite.Accept(Answer, "application/sdp", stacks.CalleeLog.Add);
        await stacks.SettleAsync();

        session.Bye();
        await stacks.SettleAsync();

        Assert.Equal(480, peer.LastResponse.StatusCode);
        Assert.Equal(SessionEndCause.LocalBye, stacks.CalleeLog.End!.Cause);
    }

    internal static async Task<(RawPeer Peer, PendingInvite Invite)> InviteAsync(TwoStacks stacks, string extra, string offer = "v=0")
    {
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", offer.Length == 0 ? extra : extra + "\nContent-Type: application/sdp", body: offer));
        return (peer, Assert.Single(stacks.CalleeApplication.Invites));
    }

    // A call that we have answered with a provisional response.
    private static async Task<(RawPeer Peer, PendingInvite Invite)> RingAsync(
        TwoStacks stacks, string extra, int status = 180, ReadOnlyMemory<byte> body = default, string offer = "v=0", bool isWatched = false)
    {
        var (peer, invite) = await InviteAsync(stacks, extra, offer);
        if (isWatched)
        {
            invite.Watch(stacks.CalleeLog.Add);
        }

        invite.Ring(status, body, body.IsEmpty ? null : "application/sdp");
        await stacks.SettleAsync();
        return (peer, invite);
    }

    internal static Task PrackAsync(RawPeer peer, SipResponse progress, uint cseq, string body = "") => peer.SendAsync(RawPeer.Request(
        "PRACK",
        $"RAck: {progress.Headers[HeaderNames.RSeq]} 1 INVITE" + (body.Length == 0 ? "" : "\nContent-Type: application/sdp"),
        branch: $"z9hG4bKprack{cseq}",
        toTag: progress.To.Tag,
        cseq: cseq,
        body: body));

    private static IReadOnlyList<SipResponse> Rings(RawPeer peer) => [.. peer.Responses.Where(response => response.StatusCode == 180)];
}
