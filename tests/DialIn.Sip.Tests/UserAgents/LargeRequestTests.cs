using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class LargeRequestTests
{
    private static readonly byte[] LargeBody = System.Text.Encoding.ASCII.GetBytes("v=0\r\n" + new string('a', 1300));

    [Fact]
    [Rfc(3261, "18.1.1")]
    public async Task Invite_TooLargeForUdp_GoesByTcp()
    {
        await using var stacks = await TwoStacks.StartAsync(callerHasTcp: true);
        var peer = await AddTcpPeerAsync(stacks);

        stacks.Invite(LargeInvite(stacks));
        await stacks.SettleAsync();

        var invite = Assert.Single(stacks.From<SipRequest>(TwoStacks.CallerAddress));
        Assert.Equal("TCP", invite.TopVia.Transport);
        Assert.All(stacks.Network.Log, datagram => Assert.Equal(SipProtocol.Tcp, datagram.Protocol));
        Assert.Equal(SipMethod.Invite, peer.LastRequest.Method);
        await peer.DisposeAsync();
    }

    [Fact]
    [Rfc(3261, "18.1.1")]
    public async Task Invite_TooLargeForUdp_AndNobodyTakesTcp_GoesByUdpAfterAll()
    {
        await using var stacks = await TwoStacks.StartAsync(callerHasTcp: true);
        await stacks.EstablishAsync(LargeInvite(stacks));

        var invite = Assert.Single(stacks.From<SipRequest>(TwoStacks.CallerAddress, request => request.Method == SipMethod.Invite));
        Assert.Equal("UDP", invite.TopVia.Transport);
        Assert.All(stacks.Network.Log, datagram => Assert.Equal(SipProtocol.Udp, datagram.Protocol));
    }

    [Fact]
    [Rfc(3261, "18.1.1")]
    public async Task Tcp_RefusedOnce_IsTriedAgainAfterTenMinutes()
    {
        await using var stacks = await TwoStacks.StartAsync(callerHasTcp: true);
        await stacks.EstablishAsync(LargeInvite(stacks));
        var peer = await AddTcpPeerAsync(stacks);

        stacks.Invite(LargeInvite(stacks));
        await stacks.SettleAsync();
        Assert.Empty(peer.Requests);

        stacks.Time.Advance(TimeSpan.FromMinutes(10));
        stacks.Invite(LargeInvite(stacks));
        await stacks.SettleAsync();
        Assert.Single(peer.Requests);
        await peer.DisposeAsync();
    }

    [Fact]
    [Rfc(3263, "4.3")]
    public async Task Dialog_OfAnInviteThatWentByTcp_StaysOnItsTargetByUdp()
    {
        var dns = new ScriptedDns(
            "_sip._udp.site.example SRV 0 0 5060 a.site.example", "a.site.example A 192.0.2.98", "_sip._udp.site.example SRV 1 0 5060 b.site.example", "b.site.example A 192.0.2.2");
        await using var stacks = await TwoStacks.StartAsync(dns: dns, callerHasTcp: true);
        await using var peer = await AddTcpPeerAsync(stacks);
        var session = stacks.Invite(stacks.Call("sip:4711@site.example") with { Body = LargeBody });
        await stacks.PassAsync(4.1);
        var answer = SipResponse.For(Assert.Single(peer.Of(SipMethod.Invite)), 200, null, "peer", SipHeaders.Empty.WithAdded(HeaderNames.Contact, "<sip:peer@site.example>"));
        await peer.SendAsync(answer, TwoStacks.CallerAddress);
        stacks.CallerLog.Single<DialIn.Sip.UserAgents.SessionAnswered>();

        // By now the first target may be asked again; the dialog is with the other.
        await stacks.PassAsync(60);
        session.Bye();
        await stacks.SettleAsync();

        var bye = stacks.Network.Log.First(static datagram => datagram.Message is SipRequest { Method.Name: "BYE" });
        Assert.Equal((SipProtocol.Udp, TwoStacks.CalleeAddress), (bye.Protocol, bye.To.ToString()));
    }

    [Fact]
    [Rfc(3261, "18.1.1")]
    public async Task Response_HoweverLarge_AndASmallRequest_StayOnUdp()
    {
        await using var stacks = await TwoStacks.StartAsync(callerHasTcp: true);
        var peer = await AddTcpPeerAsync(stacks);
        stacks.CalleeApplication.Invited = invite => invite.Accept(LargeBody, "application/sdp", stacks.CalleeLog.Add);

        stacks.Invite();
        await stacks.SettleAsync();

        stacks.CallerLog.Single<DialIn.Sip.UserAgents.SessionAnswered>();
        Assert.Contains(stacks.Network.Log, datagram => datagram.Bytes.Length > 1300);
        Assert.All(stacks.Network.Log, datagram => Assert.Equal(SipProtocol.Udp, datagram.Protocol));
        await peer.DisposeAsync();
    }

    private static DialIn.Sip.UserAgents.OutgoingInvite LargeInvite(TwoStacks stacks) => stacks.Call() with { Body = LargeBody };

    // Beside the callee, at its address, over TCP.
    private static async Task<RawPeer> AddTcpPeerAsync(TwoStacks stacks)
    {
        var node = stacks.Network.AddNode(IPEndPoint.Parse(TwoStacks.CalleeAddress), SipProtocol.Tcp);
        var peer = new RawPeer(stacks, node);
        await node.StartAsync(peer, CancellationToken.None);
        return peer;
    }
}
