using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Transactions;

public class ServerTransactionKeyTests
{
    [Fact]
    [Rfc(3261, "17.2.3")]
    public void Cookie_BranchSentByAndMethodDecide_NothingElse()
    {
        var invite = Key(Request());

        Assert.Equal(invite, Key(Request(callId: "other", cseq: 9, from: "other", to: ";tag=x", uri: "sip:other@x")));
        Assert.NotEqual(invite, Key(Request(via: "SIP/2.0/UDP h.example:5060;branch=z9hG4bKother")));
        Assert.NotEqual(invite, Key(Request(via: "SIP/2.0/UDP h.example:5061;branch=z9hG4bK1")));
        Assert.NotEqual(invite, Key(Request(via: "SIP/2.0/UDP i.example:5060;branch=z9hG4bK1")));
        Assert.NotEqual(invite, Key(Request("BYE")));
    }

    [Theory]
    [InlineData("SIP/2.0/UDP H.EXAMPLE;branch=z9hG4bK1")]
    [InlineData("SIP/2.0/UDP h.example:5060;branch=z9hG4bK1;rport")]
    [InlineData("SIP/2.0/UDP h.example;branch=z9hG4bK1;received=192.0.2.1")]
    [Rfc(3261, "17.2.3")]
    public void Cookie_SentByIsComparedWithoutCaseAndWithItsDefaultPort(string via) => Assert.Equal(Key(Request()), Key(Request(via: via)));

    [Fact]
    [Rfc(3261, "17.2.3")]
    public void Ack_HasTheKeyOfItsInvite()
    {
        Assert.Equal(Key(Request()), Key(Request("ACK", to: ";tag=ours")));
        Assert.Equal(Key(Request(via: Legacy)), Key(Request("ACK", to: ";tag=ours", via: Legacy)));
    }

    [Fact]
    [Rfc(3261, "9.2")]
    public void Cancel_FindsTheKeyOfItsInvite()
    {
        Assert.Equal(Key(Request()), Key(Request("CANCEL")).OfCancelled());
        Assert.Equal(Key(Request(via: Legacy)), Key(Request("CANCEL", via: Legacy)).OfCancelled());
        Assert.NotEqual(Key(Request()), Key(Request("CANCEL")));
    }

    [Theory]
    [InlineData("other", 1u, "alice", "sip:bob@x", Legacy)]
    [InlineData("c", 2u, "alice", "sip:bob@x", Legacy)]
    [InlineData("c", 1u, "other", "sip:bob@x", Legacy)]
    [InlineData("c", 1u, "alice", "sip:eve@x", Legacy)]
    [InlineData("c", 1u, "alice", "sip:bob@x", "SIP/2.0/UDP h.example;branch=2")]
    [InlineData("c", 1u, "alice", "sip:bob@x", "SIP/2.0/UDP h.example")]
    [Rfc(3261, "17.2.3")]
    public void NoCookie_EachFieldOfRfc2543Decides(string callId, uint cseq, string from, string uri, string via) =>
        Assert.NotEqual(Key(Request(via: Legacy)), Key(Request(callId: callId, cseq: cseq, from: from, uri: uri, via: via)));

    private const string Legacy = "SIP/2.0/UDP h.example;branch=1";

    private static ServerTransactionKey Key(SipRequest request) => ServerTransactionKey.For(request);

    private static SipRequest Request(
        string method = "INVITE", string callId = "c", uint cseq = 1, string from = "alice", string to = "", string uri = "sip:bob@x", string via = "SIP/2.0/UDP h.example;branch=z9hG4bK1") =>
        new(new SipMethod(method), SipUri.Parse(uri), SipHeaders.Empty
            .WithAdded(HeaderNames.Via, via)
            .WithAdded(HeaderNames.From, $"<sip:alice@a>;tag={from}")
            .WithAdded(HeaderNames.To, $"<sip:bob@b>{to}")
            .WithAdded(HeaderNames.CallId, callId)
            .WithAdded(HeaderNames.CSeq, $"{cseq} {method}"));
}
