using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Trunks;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Trunks;

public class OwnLoopTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly OwnLoop _loop;

    public OwnLoopTests() => _loop = new OwnLoop(_time);

    [Fact]
    public void Loop_IsOpenForItsWordFromItsAddress_AndOnlyWhileTheCallLasts()
    {
        Assert.False(_loop.Admits(SourceOf("192.0.2.1")));
        var entry = _loop.Open(IPAddress.Parse("192.0.2.1"), "carrier");
        AssertIsOpen(entry);
        Assert.False(_loop.Admits(SourceOf("192.0.2.2")));
        Assert.Null(_loop.TrunkOf(Invite(entry.Word), FlowFrom("192.0.2.2")));
        Assert.Null(_loop.TrunkOf(Invite("another word"), FlowFrom("192.0.2.1")));
        Assert.Null(_loop.TrunkOf(Invite(null), FlowFrom("192.0.2.1")));

        entry.CloseAfter(TimeSpan.FromSeconds(32));
        _time.Advance(TimeSpan.FromSeconds(31.9));
        AssertIsOpen(entry);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(_loop.Admits(SourceOf("192.0.2.1")));
        Assert.Null(_loop.TrunkOf(Invite(entry.Word), FlowFrom("192.0.2.1")));

        // The next call opens the way for itself alone.
        AssertIsOpen(_loop.Open(IPAddress.Parse("192.0.2.1"), "carrier"));
        Assert.Null(_loop.TrunkOf(Invite(entry.Word), FlowFrom("192.0.2.1")));
    }

    private void AssertIsOpen(OwnLoop.Entry entry)
    {
        Assert.True(_loop.Admits(SourceOf("192.0.2.1")));
        Assert.Equal("carrier", _loop.TrunkOf(Invite(entry.Word), FlowFrom("192.0.2.1")));
    }

    private static SourceAddress SourceOf(string address) => SourceAddress.From(IPAddress.Parse(address));

    private static Flow FlowFrom(string address) => new(
        new SipEndPoint(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, 5060)), new SipEndPoint(SipProtocol.Udp, new IPEndPoint(IPAddress.Parse(address), 5060)), 0);

    private static SipRequest Invite(string? word) => new(
        SipMethod.Invite, SipUri.Parse("sip:x@y"), word is null ? SipHeaders.Empty : SipHeaders.Empty.WithAdded(OwnLoop.Header, word));
}
