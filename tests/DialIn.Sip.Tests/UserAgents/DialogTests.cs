using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class DialogTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rfc(6086, "4.2.2")]
    public async Task Info_ArrivesAndIsAnswered(bool byCaller)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        var (sender, senderLog, receiverLog) = byCaller ? (session, stacks.CallerLog, stacks.CalleeLog) : (stacks.CalleeSession!, stacks.CalleeLog, stacks.CallerLog);

        sender.SendInfo("Signal=5\r\n"u8.ToArray(), "application/dtmf-relay");
        await stacks.SettleAsync();

        Assert.Equal(200, senderLog.Single<InfoAnswered>().StatusCode);
        var info = receiverLog.Single<SessionInfo>().Request;
        Assert.Equal("application/dtmf-relay", info.ContentType);
        Assert.Equal("Signal=5\r\n"u8.ToArray(), info.Body.ToArray());
    }

    [Fact]
    [Rfc(6086, "4.2.2")]
    public async Task Info_OfAPackageThatNobodyAskedFor_Gets469()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await EstablishWithPeerAsync(stacks);

        await peer.SendAsync(RawPeer.Request("INFO", "Info-Package: foo", branch: "z9hG4bK2", toTag: tag, cseq: 2));

        Assert.Equal(469, peer.LastResponse.StatusCode);
        Assert.Empty(stacks.CalleeLog.Events.OfType<SessionInfo>());
    }

    [Fact]
    [Rfc(3261, "12.2.2")]
    public async Task Request_WithALowerCSeq_Gets500AndIsNotProcessed()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await EstablishWithPeerAsync(stacks, cseq: 10);
        await peer.SendAsync(RawPeer.Request("INFO", branch: "z9hG4bK2", toTag: tag, cseq: 12));
        await peer.SendAsync(RawPeer.Request("BYE", branch: "z9hG4bK3", toTag: tag, cseq: 11));

        Assert.Equal(500, peer.LastResponse.StatusCode);
        Assert.Null(stacks.CalleeLog.End);
    }

    [Theory]
    [InlineData("other-call", "raw", null)]
    [InlineData("raw-call", "other", null)]
    [InlineData("raw-call", "raw", "other")]
    [Rfc(3261, "12.2.2")]
    public async Task Request_OfAStranger_MatchesNoDialog(string callId, string fromTag, string? toTag)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await EstablishWithPeerAsync(stacks);

        foreach (var (method, number) in new[] { ("BYE", 1), ("INFO", 2), ("INVITE", 3), ("UPDATE", 4), ("OPTIONS", 5) })
        {
            await peer.SendAsync(RawPeer.Request(method, branch: $"z9hG4bKx{number}", callId: callId, fromTag: fromTag, toTag: toTag ?? tag, cseq: 20));
            Assert.Equal(481, peer.LastResponse.StatusCode);
        }

        Assert.Equal("Confirmed", stacks.CalleeLog.Names);
        Assert.Single(stacks.CalleeApplication.Invites);
    }

    [Theory]
    [InlineData("REFER", 603)]
    [InlineData("NOTIFY", 489)]
    [Rfc(3515, "2.4.2")]
    [Rfc(6665, "4.1.3")]
    public async Task Request_ThatNobodyAskedFor_IsDeclinedAndTheCallGoesOn(string method, int status)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await EstablishWithPeerAsync(stacks);

        await peer.SendAsync(RawPeer.Request(method, "Refer-To: <sip:0900@example.com>\nEvent: refer", branch: "z9hG4bK2", toTag: tag, cseq: 2));

        Assert.Equal(status, peer.LastResponse.StatusCode);
        Assert.Null(stacks.CalleeLog.End);
    }

    [Theory]
    [InlineData("SUBSCRIBE")]
    [InlineData("MESSAGE")]
    [InlineData("FROBNICATE")]
    [Rfc(3261, "8.2.1")]
    public async Task Request_OfAnUnknownMethod_Gets405WithAllow(string method)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await EstablishWithPeerAsync(stacks);

        await peer.SendAsync(RawPeer.Request(method, branch: "z9hG4bK2", toTag: tag, cseq: 2));

        Assert.Equal(405, peer.LastResponse.StatusCode);
        Assert.Contains("INVITE", peer.LastResponse.Headers.GetAll(HeaderNames.Allow));
    }

    [Fact]
    [Rfc(3261, "11.2")]
    public async Task Options_InTheDialog_GetsOurCapabilities()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await EstablishWithPeerAsync(stacks);

        await peer.SendAsync(RawPeer.Request("OPTIONS", branch: "z9hG4bK2", toTag: tag, cseq: 2));

        Assert.Equal(200, peer.LastResponse.StatusCode);
        Assert.Equal("application/sdp, multipart/mixed, multipart/alternative", peer.LastResponse.Headers[HeaderNames.Accept]);
    }

    [Fact]
    [Rfc(3261, "8.2.2.3")]
    public async Task Request_RequiringTheUnknown_Gets420()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await EstablishWithPeerAsync(stacks);

        await peer.SendAsync(RawPeer.Request("INVITE", "Require: precondition", branch: "z9hG4bK2", toTag: tag, cseq: 2));

        Assert.Equal(420, peer.LastResponse.StatusCode);
        Assert.Equal("precondition", peer.LastResponse.Headers[HeaderNames.Unsupported]);
    }

    [Theory]
    [InlineData(481, SessionEndCause.Rejected)]
    [InlineData(408, SessionEndCause.Timeout)]
    [Rfc(3261, "12.2.1.2")]
    public async Task Info_PeerHasLostTheDialog_EndsTheSession(int status, SessionEndCause cause)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, _) = await EstablishWithPeerAsync(stacks);
        stacks.CalleeSession!.SendInfo("x"u8.ToArray(), "text/plain");
        await stacks.SettleAsync();

        await peer.RespondAsync(peer.Of(SipMethod.Info)[0], status, to: TwoStacks.CalleeAddress);

        Assert.Equal("Confirmed InfoAnswered Ended", stacks.CalleeLog.Names);
        Assert.Equal(new SessionEnd(cause, status), stacks.CalleeLog.End);
        Assert.Single(peer.Of(SipMethod.Bye));
    }

    [Fact]
    [Rfc(3261, "12.2.1.1")]
    public async Task Requests_OfTheDialog_CountUpAndFollowTheRecordedRoute()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.AcceptAll();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", "Record-Route: <sip:192.0.2.99;lr;id=1>, <sip:192.0.2.98;lr>"));
        var ok = peer.LastResponse;
        Assert.Equal(2, ok.RecordRoutes.Count);
        await peer.SendAsync(RawPeer.Request("ACK", branch: "z9hG4bK2", toTag: ok.To.Tag));

        stacks.CalleeSession!.SendInfo("x"u8.ToArray(), "text/plain");
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.LastRequest, 200, to: TwoStacks.CalleeAddress);
        stacks.CalleeSession.Bye();
        await stacks.SettleAsync();

        Assert.Equal([1u, 2u], peer.Requests.Select(request => request.CSeq.Number));
        Assert.All(peer.Requests, request => Assert.Equal("sip:raw@192.0.2.99:5060", request.RequestUri.ToString()));
        Assert.All(peer.Requests, request => Assert.Equal(["<sip:192.0.2.99;lr;id=1>", "<sip:192.0.2.98;lr>"], request.Routes.Select(route => route.ToString())));
    }

    /// <summary>A call from a raw peer that the callee has answered; gives the callee's tag.</summary>
    internal static async Task<(RawPeer Peer, string Tag)> EstablishWithPeerAsync(TwoStacks stacks, uint cseq = 1)
    {
        stacks.AcceptAll();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", cseq: cseq));
        var tag = peer.LastResponse.To.Tag!;
        await peer.SendAsync(RawPeer.Request("ACK", branch: "z9hG4bKraw-ack", toTag: tag, cseq: cseq));
        Assert.Equal("Confirmed", stacks.CalleeLog.Names);
        return (peer, tag);
    }
}
