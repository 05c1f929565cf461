using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>Who may make a transaction, and what the others get.</summary>
public class RequestEntryTests
{
    private static readonly SipHeaders Challenge = SipHeaders.Empty.WithAdded(HeaderNames.WwwAuthenticate, "Digest realm=\"r\", nonce=\"n\"");

    [Fact]
    [Rfc(3261, "8.2.7")]
    public async Task Refusal_IsStateless_AndItsAckIsKnown()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Decides = (_, _) => new EntryDecision.Refuse(401, Challenge, IsTrusted: true);
        var peer = await stacks.AddPeerAsync();

        await peer.SendAsync(RawPeer.Request("INVITE"));
        await peer.SendAsync(RawPeer.Request("INVITE"));
        var tag = peer.LastResponse.To.Tag!;
        await peer.SendAsync(RawPeer.Request("ACK", toTag: tag));

        // No 100 Trying, no repetition of our own, and the same tag in both: nothing is kept.
        Assert.Equal([401, 401], peer.Responses.Select(response => response.StatusCode));
        Assert.All(peer.Responses, response => Assert.Equal(tag, response.To.Tag));
        Assert.Equal("Digest realm=\"r\", nonce=\"n\"", peer.LastResponse.Headers[HeaderNames.WwwAuthenticate]);
        Assert.Equal(0, stacks.Callee.TransactionCount);
        Assert.Empty(stacks.CalleeApplication.Drops);
        Assert.Empty(stacks.CalleeApplication.Invites);

        await peer.SendAsync(RawPeer.Request("ACK", toTag: "somebody-else"));
        Assert.Equal([DropReason.StrayAck], stacks.CalleeApplication.Drops);
    }

    [Fact]
    public async Task Refusal_LargerThanTheRequest_IsNotSentToASourceThatHasProvedNothing()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var isTrusted = false;
        var padding = "";
        stacks.CalleeApplication.Decides = (_, _) => new EntryDecision.Refuse(403, SipHeaders.Empty.WithAdded("X-Padding", padding), isTrusted);
        var peer = await stacks.AddPeerAsync();

        await peer.SendAsync(RawPeer.Request("INVITE", body: new string('a', 400)));
        Assert.Equal(403, peer.LastResponse.StatusCode);

        padding = new string('b', 600);
        await peer.SendAsync(RawPeer.Request("INVITE", body: new string('a', 400)));
        Assert.Single(peer.Responses);
        Assert.Equal([DropReason.WouldAmplify], stacks.CalleeApplication.Drops);

        isTrusted = true;
        await peer.SendAsync(RawPeer.Request("INVITE", body: new string('a', 400)));
        Assert.Equal(2, peer.Responses.Count);
    }

    [Fact]
    public async Task Ignored_IsSilence()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Decides = (_, _) => new EntryDecision.Ignore(DropReason.NotAuthenticated);
        var peer = await stacks.AddPeerAsync();
        foreach (var method in new[] { "INVITE", "OPTIONS", "REGISTER", "BYE", "CANCEL" })
        {
            await peer.SendAsync(RawPeer.Request(method, branch: $"z9hG4bK{method}", toTag: method == "BYE" ? "guessed" : null));
        }

        Assert.Empty(peer.Responses);
        Assert.Equal(5, stacks.CalleeApplication.Drops.Count(reason => reason == DropReason.NotAuthenticated));
    }

    [Fact]
    [Rfc(3261, "22.1")]
    public async Task Dialog_IsNotAskedAgainOverItsOwnFlow_ButOverAnother()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Decides = (request, _) => request.Method == SipMethod.Invite ? new EntryDecision.Enter("carrier") : new EntryDecision.Refuse(401, Challenge, IsTrusted: true);
        await stacks.EstablishAsync();
        Assert.Equal("carrier", stacks.CalleeApplication.Invites[0].Identity);
        var invite = stacks.CalleeApplication.Invites[0].Request;
        var tag = stacks.From<SipResponse>(TwoStacks.CalleeAddress, response => response.StatusCode == 200)[0].To.Tag;
        var peer = await stacks.AddPeerAsync();
        string Bye(string branch) => RawPeer.Request("BYE", branch: branch, callId: invite.CallId, fromTag: invite.From.Tag!, toTag: tag, cseq: 50);

        // Whoever has overheard the tags of the call cannot end it.
        await peer.SendAsync(Bye("z9hG4bKstolen"));
        Assert.Equal(401, peer.LastResponse.StatusCode);
        Assert.Equal("Confirmed", stacks.CalleeLog.Names);

        await stacks.CallerNode.SendAsync(System.Text.Encoding.ASCII.GetBytes(Bye("z9hG4bKown").ReplaceLineEndings("\r\n")), stacks.CalleeNode.EndPoint, 0, CancellationToken.None);
        await stacks.SettleAsync();
        Assert.Equal("Confirmed Ended", stacks.CalleeLog.Names);
        Assert.Equal([SipMethod.Invite, SipMethod.Bye], stacks.CalleeApplication.Decided.Select(request => request.Method));
    }

    [Fact]
    [Rfc(3261, "22.1")]
    public async Task Cancel_ThatComesAnotherWayThanItsInvite_CancelsNothing()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Decides = (request, _) => request.Method == SipMethod.Invite ? new EntryDecision.Enter(null) : new EntryDecision.Ignore(DropReason.NotAuthenticated);
        stacks.CalleeApplication.Invited = invite => invite.Ring();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE"));
        var cancel = System.Text.Encoding.ASCII.GetBytes(RawPeer.Request("CANCEL").ReplaceLineEndings("\r\n"));

        await stacks.CallerNode.SendAsync(cancel, stacks.CalleeNode.EndPoint, 0, CancellationToken.None);
        await stacks.SettleAsync();
        Assert.DoesNotContain(peer.Responses, response => response.StatusCode == 487);

        await peer.SendAsync(RawPeer.Request("CANCEL"));
        Assert.Contains(peer.Responses, response => response.StatusCode == 487);
    }

    [Fact]
    public async Task Scanner_IsIgnored_WhateverItAsks()
    {
        await using var stacks = await TwoStacks.StartAsync(options: new SipStackOptions { Listen = [], IgnoredUserAgents = ["friendly-scanner", "SIPVicious"] });
        var peer = await stacks.AddPeerAsync();

        await peer.SendAsync(RawPeer.Request("OPTIONS", extra: "User-Agent: friendly-scanner"));
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bK2", extra: "User-Agent: my sipvicious/0.3"));
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "z9hG4bK3", extra: "User-Agent: sipvicious", version: "SIP/7.0"));
        Assert.Empty(peer.Responses);
        Assert.Equal(3, stacks.Callee.Dropped(DropReason.Scanner));

        await peer.SendAsync(RawPeer.Request("OPTIONS", branch: "z9hG4bK4", extra: "User-Agent: Carrier SBC"));
        Assert.Equal(200, peer.LastResponse.StatusCode);
    }

    [Fact]
    public async Task Malformed_OfAStranger_IsNotAnswered_AndOfAPeerOnlySoOften()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        stacks.CalleeApplication.Trusts = _ => false;
        await peer.SendAsync(RawPeer.Request("OPTIONS", version: "SIP/7.0"));
        Assert.Empty(peer.Responses);
        Assert.Equal([DropReason.Malformed], stacks.CalleeApplication.Drops);

        stacks.CalleeApplication.Trusts = _ => true;
        for (var i = 0; i < 200; i++)
        {
            await peer.SendWithoutWaitingAsync(RawPeer.Request("OPTIONS", version: "SIP/7.0"));
        }

        await stacks.SettleAsync();
        Assert.Equal(50, peer.Responses.Count(response => response.StatusCode == 505));
    }

    [Fact]
    public async Task Source_ThatSendsTooMuch_IsDroppedUnread_WhileOthersCall()
    {
        await using var stacks = await TwoStacks.StartAsync(options: new SipStackOptions { Listen = [], MaxMessagesPerSecondPerSource = 10 });
        var peer = await stacks.AddPeerAsync();
        for (var i = 0; i < 100; i++)
        {
            await peer.SendWithoutWaitingAsync(RawPeer.Request("OPTIONS", branch: $"z9hG4bK{i}", cseq: (uint)i + 1));
        }

        await stacks.EstablishAsync();
        Assert.Equal(20, peer.Responses.Count);
        Assert.Equal(80, stacks.Callee.Dropped(DropReason.TooMany));
    }

    [Theory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    public async Task HalfOpenCalls_AreSweptAway(SipProtocol protocol)
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: protocol);
        var ended = new List<SessionEnded>();
        stacks.CalleeApplication.Invited = invite => invite.Accept(TwoStacks.Sdp, "application/sdp", happened =>
        {
            if (happened is SessionEnded end)
            {
                ended.Add(end);
            }
        });
        var peer = await stacks.AddPeerAsync();
        for (var i = 0; i < 300; i++)
        {
            await peer.SendWithoutWaitingAsync(RawPeer.Request("INVITE", branch: $"z9hG4bK{i}", callId: $"half-{i}"));
        }

        // Nobody ever acknowledges: 64*T1, then the BYE that nobody answers either.
        await stacks.PassAsync(80);
        Assert.Equal(300, ended.Count);
        Assert.All(ended, end => Assert.Equal(SessionEndCause.AckMissing, end.End.Cause));
        Assert.Equal(0, stacks.Callee.TransactionCount);
    }
}
