using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Transactions;

public class FailureAckTests
{
    private static readonly SipRequest Invite = new(SipMethod.Invite, SipUri.Parse("sip:bob@b.example;x=1"), SipHeaders.Empty
        .WithAdded(HeaderNames.Via, "SIP/2.0/UDP a.example;branch=z9hG4bK1;rport")
        .WithAdded(HeaderNames.Route, "<sip:p1;lr>, <sip:p2;lr>")
        .WithAdded(HeaderNames.MaxForwards, "12")
        .WithAdded(HeaderNames.From, "Alice <sip:alice@a.example>;tag=a")
        .WithAdded(HeaderNames.To, "<sip:bob@b.example>")
        .WithAdded(HeaderNames.CallId, "c1")
        .WithAdded(HeaderNames.CSeq, "7 INVITE")
        .WithAdded(HeaderNames.Contact, "<sip:alice@a.example>")
        .WithAdded(HeaderNames.Require, "something")
        .WithAdded(HeaderNames.ContentType, "application/sdp"), "v=0"u8.ToArray());

    [Fact]
    [Rfc(3261, "17.1.1.3")]
    public void Ack_IsTheInviteWithTheToOfTheResponse()
    {
        var ack = FailureAck.For(Invite, SipResponse.For(Invite, 486, null, "b"));

        Assert.Equal(SipMethod.Ack, ack.Method);
        Assert.Equal("sip:bob@b.example;x=1", ack.RequestUri.ToString());
        Assert.Equal(["SIP/2.0/UDP a.example;branch=z9hG4bK1;rport"], ack.Headers.GetAll(HeaderNames.Via));
        Assert.Equal(["<sip:p1;lr>", "<sip:p2;lr>"], ack.Headers.GetAll(HeaderNames.Route));
        Assert.Equal("Alice <sip:alice@a.example>;tag=a", ack.Headers[HeaderNames.From]);
        Assert.Equal("b", ack.To.Tag);
        Assert.Equal(("c1", "7 ACK"), (ack.CallId, ack.CSeq.ToString()));
        Assert.True(ack.Body.IsEmpty);
        Assert.Null(ack.Headers[HeaderNames.ContentType]);
        Assert.True(SipRequestValidator.TryValidate(ack, out _, out _));
    }

    [Fact]
    [Rfc(3261, "9.1")]
    public void Cancel_IsTheInviteWithItsOwnToAndWithoutRequire()
    {
        var cancel = FailureAck.Cancel(Invite, "SIP;cause=200");

        Assert.Equal(SipMethod.Cancel, cancel.Method);
        Assert.Equal(Invite.RequestUri, cancel.RequestUri);
        Assert.Equal(Invite.TopVia.Branch, cancel.TopVia.Branch);
        Assert.Equal(2, cancel.Headers.GetAll(HeaderNames.Route).Count);
        Assert.Equal(Invite.Headers[HeaderNames.To], cancel.Headers[HeaderNames.To]);
        Assert.Equal("7 CANCEL", cancel.CSeq.ToString());
        Assert.Equal("SIP;cause=200", cancel.Headers[HeaderNames.Reason]);
        Assert.Null(cancel.Headers[HeaderNames.Require]);
        Assert.Null(FailureAck.Cancel(Invite, null).Headers[HeaderNames.Reason]);
        Assert.True(SipRequestValidator.TryValidate(cancel, out _, out _));
    }
}
