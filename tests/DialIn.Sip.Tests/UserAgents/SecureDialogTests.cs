using System.Net;
using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>A dialog that began over TLS, whose peer names UDP or nothing in its Contact, and a stack that speaks both.</summary>
public class SecureDialogTests
{
    private static readonly SipEndPoint Kept = EndPoint(SipProtocol.Tls, "192.0.2.99:40000");

    [Theory]
    [InlineData("")]
    [InlineData(";transport=udp")]
    [InlineData(";transport=tcp")]
    public async Task Requests_OfOurs_StayOnTheConnectionWhateverTheContactSays(string transport)
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: SipProtocol.Tls, calleeHasUdp: true);
        var (secure, open, _) = await EstablishAsync(stacks, transport, "Supported: timer\nAllow: INVITE\nSession-Expires: 600;refresher=uas\n");

        stacks.CalleeSession!.Reinvite(TwoStacks.Sdp, "application/sdp");
        await stacks.SettleAsync();
        await secure.RespondAsync(secure.LastRequest, 200, toTag: "raw", to: TwoStacks.CalleeAddress);
        await stacks.PassAsync(301);
        stacks.CalleeSession.Bye();
        await stacks.SettleAsync();

        // Its own re-INVITE and the session refresh, both with a description; the ACK and the BYE.
        Assert.Equal(2, secure.Of(SipMethod.Invite).Select(request => request.CSeq.Number).Distinct().Count());
        Assert.NotEmpty(secure.Of(SipMethod.Ack));
        Assert.NotEmpty(secure.Of(SipMethod.Bye));
        Assert.Empty(open.Requests);
    }

    [Fact]
    public async Task Request_OfThePeerOverUdp_IsSaidToBeExposed()
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: SipProtocol.Tls, calleeHasUdp: true);
        var (secure, open, tag) = await EstablishAsync(stacks, "");

        await secure.SendAsync(RawPeer.Request("UPDATE", "Content-Type: application/sdp", branch: "z9hG4bKs", toTag: tag, cseq: 2, body: "v=0"));
        Assert.False(stacks.CalleeLog.Single<SessionReinvite>().Invite.IsExposed);
        stacks.CalleeLog.Single<SessionReinvite>().Invite.Reject(488);
        await stacks.SettleAsync();
        await open.SendAsync(RawPeer.Request("UPDATE", "Content-Type: application/sdp", branch: "z9hG4bKo", toTag: tag, cseq: 3, body: "v=0"));

        Assert.True(stacks.CalleeLog.Events.OfType<SessionReinvite>().Last().Invite.IsExposed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ack_OverUdp_IsSaidToBeExposed(bool isOpen)
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: SipProtocol.Tls, calleeHasUdp: true);
        stacks.AcceptAll();
        var secure = await stacks.AddPeerAsync();
        var open = await stacks.AddPeerAsync(SipProtocol.Udp);
        await secure.SendAsync(RawPeer.Request("INVITE"));

        await (isOpen ? open : secure).SendAsync(
            RawPeer.Request("ACK", "Content-Type: application/sdp", branch: "z9hG4bKack", toTag: secure.LastResponse.To.Tag, body: "v=0"));

        Assert.Equal(isOpen, stacks.CalleeLog.Single<SessionConfirmed>().IsExposed);
    }

    [Fact]
    public async Task Dialog_ResumedWithoutAWayByTls_FailsAndSendsNothing()
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: SipProtocol.Udp);
        var peer = await stacks.AddPeerAsync();
        var resumed = stacks.Callee.Resume(
            new Dialog
            {
                CallId = "c",
                Local = Address("<sip:a@192.0.2.2>;tag=a"),
                Remote = Address("<sip:b@192.0.2.99>;tag=b"),
                RemoteTarget = SipUri.Parse("sip:b@192.0.2.99"),
                LocalContact = Address("<sip:a@192.0.2.2>"),
                LocalSequence = 1,
                IsCaller = true,
                IsSecure = true,
            },
            stacks.CalleeLog.Add);

        resumed.Reinvite(TwoStacks.Sdp, "application/sdp");
        await stacks.SettleAsync();

        Assert.Equal(503, stacks.CalleeLog.Single<ReinviteFailed>().StatusCode);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public void Targets_OfAUriWithoutTransport_AreSoughtByTls_AfterTheConnectionInUse()
    {
        var target = new DialogTarget { IsSecure = true, Remote = Kept };
        var uri = SipUri.Parse("sip:x@192.0.2.1");
        var found = EndPoint(SipProtocol.Tls, "192.0.2.1:5061");

        Assert.Equal("sip:x@192.0.2.1;transport=tls", target.Sought(uri).ToString());
        Assert.Equal([Kept, found], target.Arrange(uri, [EndPoint(SipProtocol.Udp, "192.0.2.1:5060"), found]));
    }

    [Fact]
    public void Targets_OfAUriThatNamesTls_AreItsOwn()
    {
        var target = new DialogTarget { IsSecure = true, Remote = Kept };
        var found = EndPoint(SipProtocol.Tls, "192.0.2.1:5061");

        Assert.Equal([found], target.Arrange(SipUri.Parse("sip:x@192.0.2.1;transport=tls"), [found]));
    }

    [Fact]
    public void Targets_WhereNothingSpeaksTls_AreNone()
    {
        var target = new DialogTarget { IsSecure = true };

        Assert.Empty(target.Arrange(SipUri.Parse("sip:x@192.0.2.1;transport=udp"), [EndPoint(SipProtocol.Udp, "192.0.2.1:5060")]));
    }

    private static async Task<(RawPeer Secure, RawPeer Open, string? Tag)> EstablishAsync(TwoStacks stacks, string transport, string extra = "")
    {
        stacks.AcceptAll();
        var secure = await stacks.AddPeerAsync();
        var open = await stacks.AddPeerAsync(SipProtocol.Udp);
        await secure.SendAsync(WithContact(RawPeer.Request("INVITE", extra + "Content-Type: application/sdp", body: "v=0"), transport));
        var tag = secure.LastResponse.To.Tag;
        await secure.SendAsync(WithContact(RawPeer.Request("ACK", branch: "z9hG4bKack", toTag: tag), transport));
        return (secure, open, tag);
    }

    private static string WithContact(string request, string transport) =>
        request.Replace($"Contact: <sip:raw@{RawPeer.Address}>", $"Contact: <sip:raw@{RawPeer.Address}{transport}>", StringComparison.Ordinal);

    private static SipEndPoint EndPoint(SipProtocol protocol, string address) => new(protocol, IPEndPoint.Parse(address));

    private static NameAddress Address(string text)
    {
        Assert.True(NameAddress.TryParse(text, out var address));
        return address;
    }
}
