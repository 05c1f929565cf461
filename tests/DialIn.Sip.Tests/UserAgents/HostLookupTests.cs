using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public sealed class HostLookupTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly Mailbox _mailbox;
    private readonly SimulatedNetwork _network;
    private readonly TestResolver _resolver = new() { ["one.example"] = ["192.0.2.1"], ["many.example"] = ["2001:db8::1", "192.0.2.2", "192.0.2.3"], ["none.example"] = [] };

    public HostLookupTests()
    {
        _mailbox = new Mailbox(_time, NullLogger.Instance);
        _network = new SimulatedNetwork(_time);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _mailbox.DisposeAsync();

    [Theory]
    [InlineData("sip:192.0.2.9", "udp:192.0.2.9:5060")]
    [InlineData("sip:u@192.0.2.9:5080", "udp:192.0.2.9:5080")]
    [InlineData("sip:192.0.2.9;transport=TCP", "tcp:192.0.2.9:5060")]
    [InlineData("sip:192.0.2.9;transport=udp", "udp:192.0.2.9:5060")]
    [InlineData("sip:[2001:db8::9]:5070", "udp:[2001:db8::9]:5070")]
    [InlineData("sip:elsewhere.example;maddr=192.0.2.7", "udp:192.0.2.7:5060")]
    [InlineData("sip:one.example", "udp:192.0.2.1:5060")]
    [InlineData("sip:one.example:5099;transport=tcp", "tcp:192.0.2.1:5099")]
    [InlineData("sip:many.example", "udp:192.0.2.2:5060 udp:192.0.2.3:5060")]
    [InlineData("sip:none.example", "")]
    [InlineData("sip:unknown.example", "")]
    [InlineData("sips:192.0.2.9", "tls:192.0.2.9:5061 (192.0.2.9)")]
    [InlineData("sips:One.example:5071;transport=tcp", "tls:192.0.2.1:5071 (one.example)")]
    [InlineData("sip:one.example;transport=tls", "tls:192.0.2.1:5061 (one.example)")]
    [InlineData("sip:one.example;transport=tls;maddr=192.0.2.7", "tls:192.0.2.7:5061 (one.example)")]
    [InlineData("sips:192.0.2.9;transport=udp", "")]
    [InlineData("sip:192.0.2.9;transport=sctp", "")]
    [InlineData("sip:192.0.2.9:0", "")]
    [InlineData("tel:+49301234", "")]
    [InlineData("http://192.0.2.9", "")]
    [Rfc(3263, "4.1")]
    [Rfc(3263, "4.2")]
    public async Task Uri_PointsTo(string uri, string expected)
    {
        Assert.True(SipUri.TryParse(uri, out var parsed));

        Assert.Equal(expected, string.Join(' ', (await ResolveAsync(Lookup(SipProtocol.Udp, SipProtocol.Tcp, SipProtocol.Tls), parsed)).Select(remote => remote.ToString())));
    }

    [Fact]
    [Rfc(3263, "4.1")]
    public async Task NoTransportNamed_AndNoUdpHere_TcpIsUsed() =>
        Assert.Equal("tcp:192.0.2.9:5060", Assert.Single(await ResolveAsync(Lookup(SipProtocol.Tcp), SipUri.Parse("sip:192.0.2.9"))).ToString());

    [Fact]
    public async Task SameHost_AskedTwice_AnswersComeInTheOrderOfTheQuestions()
    {
        var lookup = Lookup(SipProtocol.Udp);
        var order = new List<int>();
        _mailbox.Post(() =>
        {
            lookup.Resolve(SipUri.Parse("sip:one.example"), _ => order.Add(1));
            lookup.Resolve(SipUri.Parse("sip:ONE.example:7000"), remotes =>
            {
                Assert.Equal(7000, Assert.Single(remotes).Address.Port);
                order.Add(2);
            });
        });
        await _mailbox.IdleAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal([1, 2], order);
    }

    private HostLookup Lookup(params SipProtocol[] protocols)
    {
        IReadOnlyList<ISipTransport> transports = [.. protocols.Select(protocol => _network.AddNode("192.0.2.200:5060", protocol))];
        return new HostLookup(_mailbox, new TransportLayer(_mailbox, transports, null, NullLogger.Instance), _resolver, NullLogger.Instance);
    }

    private async Task<IReadOnlyList<SipEndPoint>> ResolveAsync(HostLookup lookup, SipUri uri)
    {
        var found = new TaskCompletionSource<IReadOnlyList<SipEndPoint>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _mailbox.Post(() => lookup.Resolve(uri, found.SetResult));
        return await found.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
