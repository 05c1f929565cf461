using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Dialogs;

public class DialogRecordTests
{
    private static readonly SipRequest Invite = new(SipMethod.Invite, SipUri.Parse("sip:bob@b.example"), SipHeaders.Empty
        .WithAdded(HeaderNames.Via, "SIP/2.0/UDP a.example;branch=z9hG4bK1")
        .WithAdded(HeaderNames.From, "\"Alice\" <sip:alice@a.example>;tag=a")
        .WithAdded(HeaderNames.To, "<sip:bob@b.example>")
        .WithAdded(HeaderNames.CallId, "c1")
        .WithAdded(HeaderNames.CSeq, "7 INVITE")
        .WithAdded(HeaderNames.Contact, "<sip:alice@192.0.2.1>")
        .WithAdded(HeaderNames.RecordRoute, "<sip:p1;lr>, <sip:p2;lr>")
        .WithAdded(HeaderNames.ProxyAuthorization, "Digest one")
        .WithAdded(HeaderNames.ProxyAuthorization, "Digest two"));

    private static readonly NameAddress OurContact = new(SipUri.Parse("sip:bob@192.0.2.2"));

    [Fact]
    [Rfc(3261, "12.1.1")]
    public void Server_TakesItsStateFromTheInvite()
    {
        var dialog = Dialog.AsServer(Invite, "b", OurContact);

        Assert.Equal(new DialogId("c1", "b", "a"), dialog.Id);
        Assert.Equal("<sip:bob@b.example>;tag=b", dialog.Local.ToString());
        Assert.Equal("sip:alice@192.0.2.1", dialog.RemoteTarget.ToString());
        Assert.Equal("<sip:p1;lr>, <sip:p2;lr>", dialog.RouteSet.ToString());
        Assert.Equal((0u, 7u, false), (dialog.LocalSequence, dialog.RemoteSequence, dialog.IsCaller));
    }

    [Fact]
    [Rfc(3261, "12.1.2")]
    public void Client_TakesItsStateFromInviteAndAnswer()
    {
        var answer = SipResponse.For(Invite, 200, null, "b", SipHeaders.Empty.WithAdded(HeaderNames.Contact, "<sip:bob@192.0.2.2>"));
        var dialog = Dialog.AsClient(Invite, answer);

        Assert.Equal(new DialogId("c1", "a", "b"), dialog.Id);
        Assert.Equal("sip:bob@192.0.2.2", dialog.RemoteTarget.ToString());
        Assert.Equal("<sip:p2;lr>, <sip:p1;lr>", dialog.RouteSet.ToString());
        Assert.Equal((7u, null, true), (dialog.LocalSequence, dialog.RemoteSequence, dialog.IsCaller));
    }

    [Fact]
    [Rfc(3261, "12.1.2")]
    public void Client_AnswerWithoutTagOrContact_StillMakesADialog()
    {
        var answer = new SipResponse(200, "OK", SipHeaders.Empty.WithAdded(HeaderNames.To, "<sip:bob@b.example>"));
        var dialog = Dialog.AsClient(Invite, answer);

        Assert.Equal("", dialog.Id.RemoteTag);
        Assert.Equal("sip:bob@b.example", dialog.RemoteTarget.ToString());
    }

    [Theory]
    [InlineData(6u, false)]
    [InlineData(7u, true)]
    [InlineData(8u, true)]
    [InlineData(100u, true)]
    [Rfc(3261, "12.2.2")]
    public void Sequence_OfThePeer_OnlyALowerOneIsOutOfOrder(uint number, bool inOrder)
    {
        var dialog = Dialog.AsServer(Invite, "b", OurContact);
        var request = Invite.With(Invite.Headers.With(HeaderNames.CSeq, $"{number} BYE"));

        Assert.Equal(inOrder, dialog.TryReceive(request, out var next));
        Assert.Equal(inOrder ? number : 7u, next.RemoteSequence);
    }

    [Fact]
    [Rfc(3261, "12.2.1.1")]
    public void Request_HasTheStateOfTheDialogAndTheNextSequence()
    {
        var dialog = Dialog.AsServer(Invite, "b", OurContact) with { LocalSequence = 41 };
        var (next, request, nextHop) = dialog.Create(SipMethod.Info, SipHeaders.Empty.WithAdded("X-One", "1"), "hi"u8.ToArray(), "text/plain");

        Assert.Equal(42u, next.LocalSequence);
        Assert.Equal("sip:p1;lr", nextHop.ToString());
        Assert.Equal("sip:alice@192.0.2.1", request.RequestUri.ToString());
        Assert.Equal("<sip:bob@b.example>;tag=b", request.Headers[HeaderNames.From]);
        Assert.Equal("\"Alice\" <sip:alice@a.example>;tag=a", request.Headers[HeaderNames.To]);
        Assert.Equal(("c1", "42 INFO", "70", "text/plain", "1"), (request.CallId, request.CSeq.ToString(), request.Headers[HeaderNames.MaxForwards], request.ContentType, request.Headers["X-One"]));
        Assert.Equal(["<sip:p1;lr>", "<sip:p2;lr>"], request.Headers.GetAll(HeaderNames.Route));
    }

    [Fact]
    [Rfc(3261, "13.2.2.4")]
    public void Ack_HasTheNumberAndTheCredentialsOfTheInvite()
    {
        var dialog = Dialog.AsServer(Invite, "b", OurContact) with { LocalSequence = 41 };
        var (ack, _) = dialog.CreateAck(Invite);

        Assert.Equal("7 ACK", ack.CSeq.ToString());
        Assert.Equal(["Digest one", "Digest two"], ack.Headers.GetAll(HeaderNames.ProxyAuthorization));
    }

    [Fact]
    public void Dialog_RebuiltFromText_MakesTheSameRequest()
    {
        var dialog = Dialog.AsServer(Invite, "b", OurContact) with { LocalSequence = 3 };
        var rebuilt = new Dialog
        {
            CallId = dialog.CallId,
            Local = Address(dialog.Local.ToString()),
            Remote = Address(dialog.Remote.ToString()),
            RemoteTarget = SipUri.Parse(dialog.RemoteTarget.ToString()),
            LocalContact = Address(dialog.LocalContact.ToString()),
            RouteSet = RouteSetTests.Set([.. dialog.RouteSet.Routes.Select(route => route.ToString())]),
            LocalSequence = dialog.LocalSequence,
            RemoteSequence = dialog.RemoteSequence,
            IsCaller = dialog.IsCaller,
        };

        Assert.Equal(dialog, rebuilt);
        Assert.Equal(Write(dialog), Write(rebuilt));
    }

    [Fact]
    [Rfc(3261, "12.2.1.2")]
    public void Target_IsRefreshedByAContactAndKeptWithoutOne()
    {
        var dialog = Dialog.AsServer(Invite, "b", OurContact);

        Assert.Equal("sip:new@x", dialog.WithRefreshedTarget(Invite.With(Invite.Headers.With(HeaderNames.Contact, "<sip:new@x>"))).RemoteTarget.ToString());
        Assert.Equal(dialog.RemoteTarget, dialog.WithRefreshedTarget(Invite.With(Invite.Headers.Without(HeaderNames.Contact))).RemoteTarget);
    }

    private static byte[] Write(Dialog dialog) => SipWriter.ToBytes(dialog.Create(SipMethod.Bye, SipHeaders.Empty).Request);

    private static NameAddress Address(string text)
    {
        Assert.True(NameAddress.TryParse(text, out var address));
        return address;
    }
}
