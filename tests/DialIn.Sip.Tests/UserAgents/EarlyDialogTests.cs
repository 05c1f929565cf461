using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>Reliable provisional responses to calls that we place: the callee is a peer that says what a test wants.</summary>
public class EarlyDialogTests
{
    [Fact]
    [Rfc(3262, "4")]
    public async Task ReliableProvisional_IsConfirmedInOrder_AndCopiesAreNot()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallAsync(stacks);
        Assert.Contains("100rel", invite.Headers.GetAll(HeaderNames.Supported));

        await peer.RespondAsync(invite, 183, extra: "Require: 100rel\nRSeq: 42");
        await peer.RespondAsync(invite, 183, extra: "Require: 100rel\nRSeq: 42");
        await peer.RespondAsync(invite, 180, extra: "Require: 100rel\nRSeq: 44");
        var prack = Assert.Single(peer.Of(SipMethod.Prack));
        Assert.Equal("42 1 INVITE", prack.Headers[HeaderNames.RAck]);
        Assert.Equal((2u, "peer"), (prack.CSeq.Number, prack.To.Tag));

        await peer.RespondAsync(invite, 180, extra: "Require: 100rel\nRSeq: 43");

        Assert.Equal("43 1 INVITE", peer.Of(SipMethod.Prack)[^1].Headers[HeaderNames.RAck]);
        Assert.Equal("Progress Progress", stacks.CallerLog.Names);
    }

    [Fact]
    [Rfc(3262, "5")]
    public async Task Answer_InAReliableProvisional_IsThatOfTheCall_AndTheDialogCountsOn()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallAsync(stacks);
        var progress = SipResponse.For(invite, 183, null, "peer", SipHeaders.Empty
            .WithAdded(HeaderNames.Contact, $"<sip:peer@{RawPeer.Address}>").WithAdded(HeaderNames.Require, "100rel").WithAdded(HeaderNames.RSeq, "1"), "v=answer"u8.ToArray(), "application/sdp");
        await peer.SendAsync(progress, TwoStacks.CallerAddress);
        await peer.RespondAsync(peer.LastRequest, 200);

        await peer.RespondAsync(invite, 200);

        Assert.Equal("v=answer"u8.ToArray(), stacks.CallerLog.Single<SessionAnswered>().Answer.ToArray());
        Assert.Equal(1u, Assert.Single(peer.Of(SipMethod.Ack)).CSeq.Number);
        stacks.CallerSession!.Bye();
        await stacks.SettleAsync();
        Assert.Equal(3u, peer.LastRequest.CSeq.Number);
    }

    [Fact]
    [Rfc(3262, "4")]
    [Rfc(3261, "13.2.2.4")]
    public async Task ForkedCall_EveryBranchIsConfirmed_TheFirstAnswerCounts_TheSecondIsAcknowledgedAndEnded()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallAsync(stacks);
        await peer.RespondAsync(invite, 183, "one", "Require: 100rel\nRSeq: 7");
        await peer.RespondAsync(invite, 183, "two", "Require: 100rel\nRSeq: 99");
        await peer.RespondAsync(invite, 180, "three");
        Assert.Equal([("one", "7 1 INVITE"), ("two", "99 1 INVITE")], peer.Of(SipMethod.Prack).Select(prack => (prack.To.Tag!, prack.Headers[HeaderNames.RAck]!)));

        await peer.RespondAsync(invite, 200, "two");
        await peer.RespondAsync(invite, 200, "one");

        Assert.Equal(["two", "one"], peer.Of(SipMethod.Ack).Select(ack => ack.To.Tag));
        Assert.Equal("one", Assert.Single(peer.Of(SipMethod.Bye)).To.Tag);
        Assert.Equal("two", stacks.CallerSession!.Dialog!.Remote.Tag);
        Assert.Equal("Progress Progress Progress Answered", stacks.CallerLog.Names);
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("v=offer", 491)]
    [Rfc(3311, "5.2")]
    public async Task Update_InTheEarlyDialog_RefreshesTheTarget_OrFindsOurOfferOpen(string body, int status)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallAsync(stacks);
        await peer.RespondAsync(invite, 183, extra: "Require: 100rel\nRSeq: 7");

        await peer.SendAsync(InDialog("UPDATE", invite, cseq: 1, body), TwoStacks.CallerAddress);

        Assert.Equal(status, peer.LastResponse.StatusCode);
    }

    [Fact]
    [Rfc(3261, "15")]
    public async Task Bye_OfTheCalleeBeforeItsAnswer_Gets481()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallAsync(stacks);
        await peer.RespondAsync(invite, 183, extra: "Require: 100rel\nRSeq: 7");

        await peer.SendAsync(InDialog("BYE", invite, cseq: 1), TwoStacks.CallerAddress);

        Assert.Equal(481, peer.LastResponse.StatusCode);
        Assert.Null(stacks.CallerLog.End);
    }

    [Fact]
    [Rfc(3262, "5")]
    public async Task Call_WithoutAnOffer_AsksForNoReliability()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        stacks.Invite(stacks.Call("sip:4711@192.0.2.99") with { Body = default });
        await stacks.SettleAsync();

        Assert.DoesNotContain("100rel", peer.LastRequest.Headers.GetAll(HeaderNames.Supported));
    }

    [Fact]
    [Rfc(4028, "7.3")]
    public async Task Interval_TooShortForTheCallee_IsRaisedAndTheCallPlacedAgain()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallAsync(stacks);
        Assert.Equal("1800", invite.Headers[HeaderNames.SessionExpires]);

        await peer.RespondAsync(invite, 422, extra: "Min-SE: 3600");

        var again = peer.Of(SipMethod.Invite)[^1];
        Assert.Equal((2u, "3600", "3600"), (again.CSeq.Number, again.Headers[HeaderNames.SessionExpires], again.Headers[HeaderNames.MinSE]));
        Assert.Equal((invite.CallId, invite.From.Tag), (again.CallId, again.From.Tag));
        await peer.RespondAsync(again, 422, extra: "Min-SE: 3600");
        Assert.Equal(422, stacks.CallerLog.End!.StatusCode);
    }

    private static async Task<(RawPeer Peer, SipRequest Invite)> CallAsync(TwoStacks stacks)
    {
        var peer = await stacks.AddPeerAsync();
        stacks.CallerSession = stacks.Invite(stacks.Call("sip:4711@192.0.2.99"));
        await stacks.SettleAsync();
        return (peer, peer.LastRequest);
    }

    private static SipRequest InDialog(string method, SipRequest invite, uint cseq, string body = "") => new(
        new SipMethod(method),
        invite.Contact!.Uri,
        SipHeaders.Empty
            .WithAdded(HeaderNames.Via, $"SIP/2.0/UDP {RawPeer.Address};rport;branch=z9hG4bKearly{cseq}")
            .WithAdded(HeaderNames.MaxForwards, "70")
            .WithAdded(HeaderNames.From, invite.To.WithTag("peer").ToString())
            .WithAdded(HeaderNames.To, invite.From.ToString())
            .WithAdded(HeaderNames.CallId, invite.CallId)
            .WithAdded(HeaderNames.CSeq, $"{cseq} {method}")
            .WithAdded(HeaderNames.Contact, $"<sip:peer@{RawPeer.Address}>"),
        System.Text.Encoding.ASCII.GetBytes(body));
}
