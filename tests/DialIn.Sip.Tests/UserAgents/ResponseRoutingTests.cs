using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class ResponseRoutingTests
{
    [Fact]
    [Rfc(3581, "4")]
    public async Task Response_WithRport_GoesToTheSourceAndSaysSo()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("OPTIONS", via: "10.0.0.1:1111;rport"));

        var via = peer.LastResponse.TopVia;
        Assert.Equal(("10.0.0.1", 1111, "192.0.2.99", 5060), (via.SentByHost, via.SentByPort, via.Received, via.RPort));
    }

    [Fact]
    [Rfc(3261, "18.2.2")]
    public async Task Response_WithoutRport_GoesToTheSourceAddressAndTheSentByPort()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("OPTIONS", via: "10.0.0.1:7777"));

        Assert.Equal("192.0.2.99:7777", stacks.Network.Log[^1].To.ToString());
        Assert.Equal("192.0.2.99", ((SipResponse)stacks.Network.Log[^1].Message!).TopVia.Received);
    }

    [Fact]
    [Rfc(3261, "18.2.2")]
    public async Task Response_MaddrOfTheSender_IsIgnored()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("OPTIONS", via: "192.0.2.99:5060;maddr=203.0.113.5"));

        Assert.Equal(RawPeer.Address, stacks.Network.Log[^1].To.ToString());
    }

    [Fact]
    [Rfc(3261, "18.2.2")]
    public async Task Response_ConnectionGone_GoesOverANewOneToTheSentByPort()
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: SipProtocol.Tcp);
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE").Replace("SIP/2.0/UDP", "SIP/2.0/TCP", StringComparison.Ordinal));
        stacks.Network.Disconnect(stacks.CalleeNode);

        Assert.Single(stacks.CalleeApplication.Invites).Reject(486);
        await stacks.SettleAsync();

        Assert.Equal(486, peer.LastResponse.StatusCode);
    }

    [Fact]
    [Rfc(3261, "17.2.3")]
    public async Task SameBranchFromAnotherSentBy_IsAnotherTransaction()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("OPTIONS", callId: "one"));
        await peer.SendAsync(RawPeer.Request("OPTIONS", callId: "two", via: "10.0.0.9:5060;rport"));

        Assert.Equal(["one", "two"], peer.Responses.Select(response => response.CallId));
    }

    [Fact]
    [Rfc(3261, "17.2.3")]
    public async Task BranchWithoutTheCookie_IsMatchedByTheFieldsOfRfc2543()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Invited = invite => invite.Reject(486);
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "1", callId: "one"));
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "1", callId: "one"));
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "1", callId: "two"));
        Assert.Equal(2, stacks.CalleeApplication.Invites.Count);

        // The ACK has our tag, the INVITE had none; it is the same transaction all the same.
        foreach (var callId in new[] { "one", "two" })
        {
            var tag = peer.Responses.Last(response => response.CallId == callId && response.StatusCode == 486).To.Tag;
            await peer.SendAsync(RawPeer.Request("ACK", branch: "1", callId: callId, toTag: tag));
        }

        var before = peer.Responses.Count;
        await stacks.PassAsync(40);
        Assert.Equal(before, peer.Responses.Count);
        Assert.Empty(stacks.CalleeApplication.Drops);
    }

    [Fact]
    [Rfc(3261, "17.2.3")]
    public async Task CancelWithoutTheCookie_FindsItsInvite()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE", branch: "1"));
        await peer.SendAsync(RawPeer.Request("CANCEL", branch: "1"));

        Assert.Equal([100, 200, 487], peer.Responses.Select(response => response.StatusCode));
    }

    [Fact]
    [Rfc(3261, "18.2.1")]
    public async Task SeveralVias_OnlyTheTopOneIsCompleted_AndAllComeBack()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("OPTIONS", "Via: SIP/2.0/TCP far.example;branch=z9hG4bKa, SIP/2.0/UDP farther.example;branch=z9hG4bKb"));

        var vias = stacks.Network.Log[^1].Message!.Vias;
        Assert.Equal(["192.0.2.99", null, null], vias.Select(via => via.Received));
        Assert.Equal(["192.0.2.99", "far.example", "farther.example"], vias.Select(via => via.SentByHost));
    }

    [Fact]
    [Rfc(3261, "17.2.2")]
    public async Task RequestRepeated_GetsTheSameResponseAgain()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("OPTIONS"));
        await peer.SendAsync(RawPeer.Request("OPTIONS"));

        var answers = stacks.Network.Log.Where(datagram => datagram.Message is SipResponse).Select(datagram => datagram.Text).ToList();
        Assert.Equal(2, answers.Count);
        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    [Rfc(3261, "21.4.1")]
    public async Task Datagram_ShorterThanItsContentLength_Gets400()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("OPTIONS").Replace("Content-Length: 0", "Content-Length: 99", StringComparison.Ordinal));

        Assert.Equal(400, peer.LastResponse.StatusCode);
        Assert.Equal(1, stacks.Callee.Dropped(DropReason.Malformed));
    }
}
