using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.Transactions;

public sealed class TransportLayerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly Mailbox _mailbox;
    private readonly SimulatedNetwork _network;

    public TransportLayerTests()
    {
        _mailbox = new Mailbox(_time, NullLogger.Instance);
        _network = new SimulatedNetwork(_time);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _mailbox.DisposeAsync();

    [Fact]
    public void Contact_NamesTheLocalAddressAndTheTransport()
    {
        var layer = Layer(null, ("192.0.2.1:5060", SipProtocol.Udp), ("192.0.2.1:5070", SipProtocol.Tcp));

        Assert.Equal("<sip:a@192.0.2.1:5060>", layer.ContactFor("a", Remote("198.51.100.1:5060")).ToString());
        Assert.Equal("<sip:192.0.2.1:5070;transport=tcp>", layer.ContactFor(null, Remote("198.51.100.1:5060", SipProtocol.Tcp)).ToString());
    }

    [Fact]
    [Rfc(5630, "5.1.1")]
    public void Contact_OverTls_NamesTlsOrIsSipsAsTheRequestIs()
    {
        var layer = Layer(null, ("192.0.2.1:5061", SipProtocol.Tls), ("192.0.2.1:5070", SipProtocol.Tcp));
        var remote = Remote("198.51.100.1:5061", SipProtocol.Tls) with { ServerName = "sip.example.org" };

        Assert.Equal("<sip:a@192.0.2.1:5061;transport=tls>", layer.ContactFor("a", remote).ToString());
        Assert.Equal("<sips:a@192.0.2.1:5061>", layer.ContactFor("a", remote, "sips").ToString());
        Assert.Equal("<sip:a@192.0.2.1:5070;transport=tcp>", layer.ContactFor("a", Remote("198.51.100.1:1", SipProtocol.Tcp), "sips").ToString());
    }

    [Fact]
    public void Contact_BehindNat_NamesThePublicAddress()
    {
        var layer = Layer(IPAddress.Parse("203.0.113.7"), ("10.0.0.1:5060", SipProtocol.Udp));

        Assert.Equal("<sip:a@203.0.113.7:5060>", layer.ContactFor("a", Remote("198.51.100.1:5060")).ToString());
    }

    [Fact]
    public void Contact_ListeningOnAllAddresses_NamesTheOneTowardsThePeer()
    {
        var layer = Layer(null, ("0.0.0.0:5060", SipProtocol.Udp), ("[::]:5060", SipProtocol.Udp));

        Assert.Equal("<sip:a@127.0.0.1:5060>", layer.ContactFor("a", Remote("127.0.0.1:9")).ToString());
        Assert.Equal("<sip:a@127.0.0.1:5060>", layer.ContactFor("a", Remote("127.0.0.1:10")).ToString());
        Assert.StartsWith("<sip:a@[", layer.ContactFor("a", Remote("[::1]:9")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Transport_FitsProtocolAndAddressFamily()
    {
        var layer = Layer(null, ("192.0.2.1:5060", SipProtocol.Udp), ("[2001:db8::1]:5060", SipProtocol.Udp));

        Assert.Equal("192.0.2.1:5060", layer.Find(Remote("198.51.100.1:1"))!.LocalEndPoint.ToString());
        Assert.Equal("[2001:db8::1]:5060", layer.Find(Remote("[2001:db8::2]:1"))!.LocalEndPoint.ToString());
        Assert.Null(layer.Find(Remote("198.51.100.1:1", SipProtocol.Tcp)));
    }

    [Fact]
    public void ListenerOnAllIPv6Addresses_SpeaksIPv4Too_UnlessAnotherDoes()
    {
        var layer = Layer(null, ("[::]:5060", SipProtocol.Udp));

        Assert.Equal([(SipProtocol.Udp, AddressFamily.InterNetworkV6), (SipProtocol.Udp, AddressFamily.InterNetwork)], layer.Spoken);
        Assert.Equal("[::]:5060", layer.Find(Remote("127.0.0.1:1"))!.LocalEndPoint.ToString());
        Assert.Equal("<sip:127.0.0.1:5060>", layer.ContactFor(null, Remote("127.0.0.1:9")).ToString());
        Assert.Equal("<sip:[::1]:5060>", layer.ContactFor(null, Remote("[::1]:9")).ToString());
    }

    [Fact]
    public void PublicAddresses_EachPeerIsToldTheOneOfItsFamily()
    {
        var layer = new TransportLayer(
            _mailbox, [_network.AddNode("[::]:5060", SipProtocol.Udp)], [IPAddress.Parse("203.0.113.7"), IPAddress.Parse("2001:db8::7")], NullLogger.Instance);

        Assert.Equal("<sip:203.0.113.7:5060>", layer.ContactFor(null, Remote("198.51.100.1:9")).ToString());
        Assert.Equal("<sip:[2001:db8::7]:5060>", layer.ContactFor(null, Remote("[2001:db8::9]:9")).ToString());
        var via = new TransactionLayer(_mailbox, layer, new SipTimers(), 10, 10)
            .WithVia(new SipRequest(SipMethod.Options, SipUri.Parse("sip:x"), SipHeaders.Empty), Remote("[2001:db8::9]:9")).TopVia;
        Assert.StartsWith("SIP/2.0/UDP [2001:db8::7]:5060;", via.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Rfc(3581, "4")]
    public void Answer_LeavesFromTheAddressThatTheRequestCameTo()
    {
        var layer = Layer(null, ("192.0.2.1:5060", SipProtocol.Udp), ("192.0.2.1:5070", SipProtocol.Udp));
        var flow = new Flow(Remote("192.0.2.1:5070"), Remote("198.51.100.1:1"), 0);

        Assert.Equal(5070, layer.Find(flow)!.LocalEndPoint.Port);
    }

    [Fact]
    [Rfc(3581, "4")]
    public void Answer_LeavesFromThePortThatTheRequestCameTo_AlsoWhereAllAddressesAreListenedOn()
    {
        var layer = Layer(null, ("0.0.0.0:5060", SipProtocol.Tcp), ("0.0.0.0:5070", SipProtocol.Tcp));
        var flow = new Flow(Remote("192.0.2.1:5070", SipProtocol.Tcp), Remote("198.51.100.1:1", SipProtocol.Tcp), 1);

        Assert.Equal(5070, layer.Find(flow)!.LocalEndPoint.Port);
    }

    [Fact]
    public async Task Send_WithoutATransport_ReportsFailure()
    {
        var sent = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var layer = Layer(null);
        _mailbox.Post(() => layer.Send(new byte[1], null, Remote("192.0.2.9:1"), 0, by => sent.SetResult(by is not null)));

        Assert.False(await sent.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    [Rfc(3581, "3")]
    [Rfc(3261, "18.1.1")]
    public void Via_OfARequest_NamesTheTransportAndAsksForRport()
    {
        var layer = Layer(null, ("192.0.2.1:5070", SipProtocol.Tcp));
        var transactions = new TransactionLayer(_mailbox, layer, new SipTimers(), 10, 10);
        var first = transactions.WithVia(new SipRequest(SipMethod.Ack, SipUri.Parse("sip:x"), SipHeaders.Empty), Remote("198.51.100.1:1", SipProtocol.Tcp)).TopVia;
        var second = transactions.WithVia(new SipRequest(SipMethod.Ack, SipUri.Parse("sip:x"), SipHeaders.Empty), Remote("198.51.100.1:1", SipProtocol.Tcp)).TopVia;

        Assert.Equal(("TCP", "192.0.2.1", 5070, true, null), (first.Transport, first.SentByHost, first.SentByPort, first.HasRPort, first.RPort));
        Assert.StartsWith(Via.MagicCookie, first.Branch, StringComparison.Ordinal);
        Assert.NotEqual(first.Branch, second.Branch);
    }

    private static SipEndPoint Remote(string address, SipProtocol protocol = SipProtocol.Udp) => new(protocol, IPEndPoint.Parse(address));

    private TransportLayer Layer(IPAddress? publicAddress, params (string Address, SipProtocol Protocol)[] nodes) =>
        new(_mailbox, [.. nodes.Select(node => _network.AddNode(node.Address, node.Protocol))], publicAddress is null ? [] : [publicAddress], NullLogger.Instance);
}
