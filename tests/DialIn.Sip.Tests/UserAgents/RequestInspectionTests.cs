using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class RequestInspectionTests
{
    [Fact]
    [Rfc(3261, "11.2")]
    public async Task Options_GetsOurCapabilities()
    {
        var (status, response) = await SendAsync(RawPeer.Request("OPTIONS"));

        Assert.Equal(200, status);
        Assert.Equal("INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, PRACK, UPDATE", response!.Headers[HeaderNames.Allow]);
        Assert.Equal("application/sdp, multipart/mixed, multipart/alternative", response.Headers[HeaderNames.Accept]);
        Assert.Equal("100rel, timer", response.Headers[HeaderNames.Supported]);
        Assert.NotNull(response.To.Tag);
    }

    [Theory]
    [InlineData("REGISTER")]
    [InlineData("SUBSCRIBE")]
    [InlineData("MESSAGE")]
    [InlineData("PUBLISH")]
    [InlineData("FROBNICATE")]
    [Rfc(3261, "8.2.1")]
    public async Task Method_NotSupported_Gets405WithAllow(string method)
    {
        var (status, response) = await SendAsync(RawPeer.Request(method));

        Assert.Equal(405, status);
        Assert.NotNull(response!.Headers[HeaderNames.Allow]);
    }

    [Theory]
    [InlineData("BYE")]
    [InlineData("INFO")]
    [InlineData("UPDATE")]
    [InlineData("PRACK")]
    [InlineData("NOTIFY")]
    [Rfc(3261, "15.1.2")]
    public async Task Method_ThatNeedsADialog_Gets481(string method)
    {
        Assert.Equal(481, (await SendAsync(RawPeer.Request(method))).Status);
        Assert.Equal(481, (await SendAsync(RawPeer.Request(method, toTag: "none"))).Status);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("OPTIONS")]
    [Rfc(3261, "8.2.2.3")]
    public async Task Require_OfAnUnknownExtension_Gets420(string method)
    {
        var (status, response) = await SendAsync(RawPeer.Request(method, "Require: 100rel, foo"));

        Assert.Equal(420, status);
        Assert.Equal("foo", response!.Headers[HeaderNames.Unsupported]);
    }

    [Theory]
    [InlineData("100rel")]
    [InlineData("TIMER, 100rel")]
    [Rfc(3261, "8.2.2.3")]
    public async Task Require_OfWhatWeKnow_IsNoHindrance(string tags)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", "Require: " + tags));

        Assert.Single(stacks.CalleeApplication.Invites);
        Assert.Equal(100, peer.LastResponse.StatusCode);
    }

    [Fact]
    [Rfc(3515, "2.4.2")]
    public async Task Refer_IsDeclined() => Assert.Equal(603, (await SendAsync(RawPeer.Request("REFER", "Refer-To: <sip:0900@example.com>"))).Status);

    [Fact]
    [Rfc(3261, "8.2.3")]
    public async Task Body_OfAnotherType_Gets415WithAccept()
    {
        var (status, response) = await SendAsync(RawPeer.Request("INVITE", "Content-Type: application/pidf+xml", body: "x"));

        Assert.Equal((415, "application/sdp, multipart/mixed, multipart/alternative"), (status, response!.Headers[HeaderNames.Accept]));
    }

    [Fact]
    [Rfc(5621, "4.2")]
    public async Task Body_OfSeveralParts_ReachesTheApplicationAsTheDescriptionAlone()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        const string body = "--b1\r\nContent-Type: application/ISUP\r\n\r\n12\r\n--b1\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b1--";
        await peer.SendAsync(RawPeer.Request("INVITE", "Content-Type: multipart/mixed;boundary=b1", body: body));

        Assert.Equal("v=0", System.Text.Encoding.ASCII.GetString(Assert.Single(stacks.CalleeApplication.Invites).Request.Body.Span));
    }

    [Theory]
    [InlineData("text/plain", 406)]
    [InlineData("application/pkcs7-mime, application/SDP;q=0.5", 100)]
    [InlineData("*/*", 100)]
    [InlineData("application/*", 100)]
    [Rfc(3261, "21.4.7")]
    public async Task Accept_WithoutDescriptions_Gets406(string accept, int status) =>
        Assert.Equal(status, (await SendAsync(RawPeer.Request("INVITE", "Accept: " + accept))).Status);

    [Fact]
    [Rfc(3261, "11.2")]
    public async Task Options_WhileThereIsNoRoom_GetsWhatAnInviteWouldGet()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Refusal = (503, TimeSpan.FromSeconds(60));
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("OPTIONS"));

        Assert.Equal((503, "60"), (peer.LastResponse.StatusCode, peer.LastResponse.Headers[HeaderNames.RetryAfter]));
        Assert.NotNull(peer.LastResponse.Headers[HeaderNames.Allow]);
    }

    [Fact]
    [Rfc(3261, "8.2.3")]
    public async Task Body_Encoded_Gets415()
    {
        var (status, response) = await SendAsync(RawPeer.Request("INVITE", "Content-Encoding: gzip\nContent-Type: application/sdp", body: "x"));

        Assert.Equal(415, status);
        Assert.Equal("identity", response!.Headers[HeaderNames.AcceptEncoding]);
    }

    [Fact]
    [Rfc(3261, "8.2.2.1")]
    public async Task RequestUri_OfAnUnknownScheme_Gets416() =>
        Assert.Equal(416, (await SendAsync(RawPeer.Request("INVITE", uri: "http://example.com"))).Status);

    [Fact]
    [Rfc(3261, "21.5.6")]
    public async Task Version_Unknown_Gets505() =>
        Assert.Equal(505, (await SendAsync(RawPeer.Request("INVITE", version: "SIP/7.0"))).Status);

    [Fact]
    [Rfc(3261, "21.4.1")]
    public async Task Request_WithoutCallId_Gets400() =>
        Assert.Equal(400, (await SendAsync(RawPeer.Request("INVITE").Replace("Call-ID: raw-call", "X-Nothing: 1", StringComparison.Ordinal))).Status);

    [Fact]
    [Rfc(3261, "8.2.2.2")]
    public async Task Invite_ThatCameByTwoPaths_IsOneCallAnd482()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bKpath1"));
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bKpath2"));

        Assert.Equal(482, peer.LastResponse.StatusCode);
        Assert.Single(stacks.CalleeApplication.Invites);
    }

    [Fact]
    [Rfc(3261, "8.2.2.2")]
    public async Task Invite_RetriedByAnotherPathAfterOurRefusal_GetsTheSameRefusal()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Invited = invite => invite.Reject(503, "Full", SipHeaders.Empty.WithAdded(HeaderNames.RetryAfter, "30"));
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bKpath1"));
        await peer.SendAsync(RawPeer.Request("ACK", branch: "z9hG4bKpath1", toTag: peer.LastResponse.To.Tag));
        await stacks.PassAsync(20);
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bKpath2"));
        Assert.Equal((503, "Full", "30"), (peer.LastResponse.StatusCode, peer.LastResponse.ReasonPhrase, peer.LastResponse.Headers[HeaderNames.RetryAfter]));
        Assert.Single(stacks.CalleeApplication.Invites);

        // A new attempt of the caller has the next CSeq, and is a new call.
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bKpath3", cseq: 2));
        Assert.Equal(2, stacks.CalleeApplication.Invites.Count);
    }

    [Fact]
    [Rfc(3261, "17.2.1")]
    public async Task Ack_ToNothing_IsDropped()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("ACK", toTag: "none"));

        Assert.Empty(peer.Responses);
        Assert.Equal([DropReason.StrayAck], stacks.CalleeApplication.Drops);
        Assert.Equal(1, stacks.Callee.Dropped(DropReason.StrayAck));
    }

    [Fact]
    [Rfc(6026, "7.2")]
    public async Task Response_ToNothing_IsDropped()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        Assert.True(SipParser.TryParse(System.Text.Encoding.UTF8.GetBytes(RawPeer.Request("INVITE").ReplaceLineEndings("\r\n")), SipLimits.Default, out var invite, out _));
        await peer.RespondAsync((SipRequest)invite!, 200, to: TwoStacks.CalleeAddress);

        Assert.Equal([DropReason.StrayResponse], stacks.CalleeApplication.Drops);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    [Rfc(3261, "8.1.3.3")]
    public async Task Response_WithTwoVias_IsDropped()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        stacks.Invite(stacks.Call("sip:4711@192.0.2.99"));
        await stacks.SettleAsync();
        var response = SipResponse.For(peer.LastRequest, 486);
        await peer.SendAsync(response.With(response.Headers.WithAdded(HeaderNames.Via, "SIP/2.0/UDP 192.0.2.50;branch=z9hG4bKx")), TwoStacks.CallerAddress);

        Assert.Equal([DropReason.InvalidResponse], stacks.CallerApplication.Drops);
        Assert.Null(stacks.CallerLog.End);
    }

    [Fact]
    public async Task Source_NotAdmitted_GetsSilence()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Admits = _ => false;
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("OPTIONS"));

        Assert.Empty(peer.Responses);
        Assert.Equal(1, stacks.Callee.Dropped(DropReason.NotAdmitted));
    }

    [Fact]
    public async Task ServerTransactions_AtTheirLimit_NewRequestsAreDropped()
    {
        await using var stacks = await TwoStacks.StartAsync(options: new DialIn.Sip.UserAgents.SipStackOptions { Listen = [], MaxServerTransactions = 2 });
        var peer = await stacks.AddPeerAsync();
        for (var i = 1; i <= 3; i++)
        {
            await peer.SendAsync(RawPeer.Request("OPTIONS", branch: $"z9hG4bK{i}", cseq: (uint)i));
        }

        Assert.Equal(2, peer.Responses.Count);
        Assert.Equal([DropReason.Overload], stacks.CalleeApplication.Drops);
    }

    [Fact]
    public async Task ServerTransactions_OfOneSource_LeaveRoomForTheOthers()
    {
        await using var stacks = await TwoStacks.StartAsync(options: new DialIn.Sip.UserAgents.SipStackOptions { Listen = [], MaxServerTransactionsPerSource = 2 });
        var peer = await stacks.AddPeerAsync();
        for (var i = 1; i <= 3; i++)
        {
            await peer.SendAsync(RawPeer.Request("OPTIONS", branch: $"z9hG4bK{i}", cseq: (uint)i));
        }

        await stacks.EstablishAsync();
        Assert.Equal(2, peer.Responses.Count);
        Assert.Equal([DropReason.Overload], stacks.CalleeApplication.Drops);

        // When its transactions have ended it has room again.
        await stacks.PassAsync(40);
        await peer.SendAsync(RawPeer.Request("OPTIONS", branch: "z9hG4bK4", cseq: 4));
        Assert.Equal(3, peer.Responses.Count);
    }

    [Fact]
    [Rfc(3261, "8.2.1")]
    public async Task OtherRequest_TakenByTheApplication_IsAnsweredByIt()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Requested = request =>
        {
            request.Respond(403, "Not You", SipHeaders.Empty.WithAdded("X-Why", "test"));
            return true;
        };
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("REGISTER"));

        Assert.Equal((403, "Not You"), (peer.LastResponse.StatusCode, peer.LastResponse.ReasonPhrase));
        Assert.Equal("test", peer.LastResponse.Headers["X-Why"]);
    }

    private static async Task<(int Status, SipResponse? Response)> SendAsync(string request)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(request);
        return (peer.LastResponse.StatusCode, peer.LastResponse);
    }
}
