using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>Calls to a peer that answers in unusual ways.</summary>
public class OutgoingCallTests
{
    private const string Challenge = "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n1\", qop=\"auth\"";

    [Fact]
    [Rfc(3261, "13.2.2.4")]
    public async Task Answer_Repeated_IsAcknowledgedAgainByteForByte()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallPeerAsync(stacks);
        await peer.RespondAsync(invite, 200);
        await peer.RespondAsync(invite, 200);

        var acks = stacks.Network.Log.Where(datagram => datagram.Message is SipRequest { Method.Name: "ACK" }).Select(datagram => datagram.Text).ToList();
        Assert.Equal(2, acks.Count);
        Assert.Equal(acks[0], acks[1]);
        Assert.Equal("Answered", stacks.CallerLog.Names);
    }

    [Fact]
    [Rfc(3261, "13.2.2.4")]
    public async Task Answer_OfASecondFork_IsAcknowledgedAndEnded()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallPeerAsync(stacks);
        await peer.RespondAsync(invite, 180, toTag: "one");
        await peer.RespondAsync(invite, 180, toTag: "two");
        await peer.RespondAsync(invite, 200, toTag: "one");
        await peer.RespondAsync(invite, 200, toTag: "two");

        Assert.Equal(["one", "two"], peer.Of(SipMethod.Ack).Select(ack => ack.To.Tag));
        Assert.Equal("two", Assert.Single(peer.Of(SipMethod.Bye)).To.Tag);
        Assert.Equal("Progress Progress Answered", stacks.CallerLog.Names);
    }

    [Fact]
    public async Task Answer_OfVeryManyForks_IsNotAnsweredWithoutBound()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallPeerAsync(stacks);
        for (var i = 0; i < 40; i++)
        {
            await peer.RespondAsync(invite, 200, toTag: $"fork{i}");
        }

        Assert.Equal(16, peer.Of(SipMethod.Ack).Count);
    }

    [Fact]
    [Rfc(3261, "12.1.2")]
    public async Task Answer_WithRecordRoute_AckFollowsItInReverse()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallPeerAsync(stacks);
        await peer.RespondAsync(invite, 200, extra: "Record-Route: <sip:far.example;lr>\nRecord-Route: <sip:192.0.2.99;lr;near>");

        var ack = Assert.Single(peer.Of(SipMethod.Ack));
        Assert.Equal("sip:peer@192.0.2.99:5060", ack.RequestUri.ToString());
        Assert.Equal(["<sip:192.0.2.99;lr;near>", "<sip:far.example;lr>"], ack.Routes.Select(route => route.ToString()));
        Assert.Equal(invite.CSeq.Number, ack.CSeq.Number);
        Assert.NotEqual(invite.TopVia.Branch, ack.TopVia.Branch);
    }

    [Fact]
    [Rfc(3261, "8.1.3.4")]
    public async Task Redirection_IsNotFollowed()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallPeerAsync(stacks);
        await peer.RespondAsync(invite, 302);

        Assert.Equal(SessionEndCause.Rejected, stacks.CallerLog.End!.Cause);
        Assert.Equal(302, stacks.CallerLog.End.StatusCode);
        Assert.Single(peer.Of(SipMethod.Invite));
    }

    [Fact]
    [Rfc(3261, "8.1.3.5")]
    public async Task ProxyChallenge_IsAnsweredWithTheNextCSeqAndTheSameCall()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, first) = await CallPeerAsync(stacks, new DigestResponder(new DigestCredentials("alice", "secret", "r")));
        await peer.RespondAsync(first, 407, extra: Challenge);

        var second = peer.LastRequest;
        Assert.Equal((first.CallId, first.From.Tag, first.CSeq.Number + 1), (second.CallId, second.From.Tag, second.CSeq.Number));
        Assert.NotEqual(first.TopVia.Branch, second.TopVia.Branch);
        Assert.Null(second.To.Tag);
        Assert.Equal(first.Body.ToArray(), second.Body.ToArray());
        Assert.True(DigestAuthorization.TryParse(second.Headers[HeaderNames.ProxyAuthorization], out var answer));
        Assert.True(DigestComputation.Verify(answer, "secret", "INVITE"));

        await peer.RespondAsync(second, 200);
        Assert.Equal(second.Headers[HeaderNames.ProxyAuthorization], peer.LastRequest.Headers[HeaderNames.ProxyAuthorization]);
        Assert.Equal("Answered", stacks.CallerLog.Names);
    }

    [Fact]
    [Rfc(3261, "22.1")]
    public async Task ProxyChallenge_CredentialsRefused_EndsTheCall()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, first) = await CallPeerAsync(stacks, new DigestResponder(new DigestCredentials("alice", "wrong", "r")));
        await peer.RespondAsync(first, 407, extra: Challenge);
        await peer.RespondAsync(peer.LastRequest, 407, extra: Challenge.Replace("n1", "n2", StringComparison.Ordinal));

        Assert.Equal(2, peer.Of(SipMethod.Invite).Count);
        Assert.Equal(new SessionEnd(SessionEndCause.Rejected, 407, "Proxy Authentication Required"), stacks.CallerLog.End);
    }

    [Fact]
    public async Task ProxyChallenge_StaleForEver_IsGivenUp()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, _) = await CallPeerAsync(stacks, new DigestResponder(new DigestCredentials("alice", "secret", "r")));
        for (var i = 0; i < 10 && stacks.CallerLog.End is null; i++)
        {
            await peer.RespondAsync(peer.Of(SipMethod.Invite)[^1], 407, extra: Challenge.Replace("n1", $"n{i}", StringComparison.Ordinal) + ", stale=true");
        }

        Assert.Equal(407, stacks.CallerLog.End!.StatusCode);
        Assert.Equal(5, peer.Of(SipMethod.Invite).Count);
    }

    [Fact]
    public async Task Challenge_WithoutCredentials_EndsTheCall()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallPeerAsync(stacks);
        await peer.RespondAsync(invite, 407, extra: Challenge);

        Assert.Equal(407, stacks.CallerLog.End!.StatusCode);
    }

    [Fact]
    [Rfc(3261, "22.2")]
    public async Task Bye_Challenged_IsAnsweredOnCallsThatCarryCredentials()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, invite) = await CallPeerAsync(stacks, new DigestResponder(new DigestCredentials("alice", "secret", "r")));
        await peer.RespondAsync(invite, 200);
        stacks.CallerLog.Single<SessionAnswered>();
        _session!.Bye();
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.LastRequest, 407, extra: Challenge);

        Assert.Equal([2u, 3u], peer.Of(SipMethod.Bye).Select(bye => bye.CSeq.Number));
        Assert.NotNull(peer.LastRequest.Headers[HeaderNames.ProxyAuthorization]);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(407)]
    public async Task Bye_ChallengedByACallerOfOurs_NeverCarriesCredentials(int status)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, _) = await DialogTests.EstablishWithPeerAsync(stacks);
        stacks.CalleeSession!.Bye();
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.LastRequest, status, extra: "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"\n" + Challenge, to: TwoStacks.CalleeAddress);

        var bye = Assert.Single(peer.Of(SipMethod.Bye));
        Assert.Null(bye.Headers[HeaderNames.Authorization] ?? bye.Headers[HeaderNames.ProxyAuthorization]);
    }

    [Fact]
    public async Task Session_AfterItsEnd_DoesNothingAnyMore()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();
        session.Bye();
        await stacks.PassAsync(40);
        var sent = stacks.Network.Log.Count;

        session.Bye();
        session.Reinvite(TwoStacks.Sdp, "application/sdp");
        session.SendInfo(TwoStacks.Sdp, "text/plain");
        stacks.CalleeSession!.Bye();
        await stacks.SettleAsync();

        Assert.Equal(sent, stacks.Network.Log.Count);
        Assert.Equal("Answered Ended", stacks.CallerLog.Names);
    }

    [Fact]
    public async Task Reason_WithALineEnd_IsRefusedBeforeItReachesTheWire()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = await stacks.EstablishAsync();

        Assert.Throws<ArgumentException>(() => session.Bye("Q.850;cause=16\r\nX-Evil: 1"));
    }

    private InviteSession? _session;

    private async Task<(RawPeer Peer, SipRequest Invite)> CallPeerAsync(TwoStacks stacks, IChallengeResponder? challenges = null)
    {
        var peer = await stacks.AddPeerAsync();
        _session = stacks.Invite(stacks.Call("sip:4711@192.0.2.99") with { Challenges = challenges });
        await stacks.SettleAsync();
        return (peer, peer.LastRequest);
    }
}
