using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>Failover and return over real sockets; only the client's clock is virtual.</summary>
public sealed class FailoverOverSocketsTests
{
    [Fact]
    [Rfc(3263, "4.3")]
    public async Task PreferredTarget_Refuses_TheOtherIsUsed_UntilThePreferredIsBack()
    {
        var cancel = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider();
        using var place = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var address = LoopbackAddress.Next();
        place.Bind(new IPEndPoint(address, 0));
        var preferred = (IPEndPoint)place.LocalEndPoint!;
        await using var second = await StartAsync(new IPEndPoint(address, 0), "second", TimeProvider.System, cancel);
        var dns = new ScriptedDns(
            $"_sip._tcp.site.example SRV 10 0 {preferred.Port} h.site.example",
            $"_sip._tcp.site.example SRV 20 0 {second.LocalEndPoints[0].Address.Port} h.site.example",
            $"h.site.example A {address}");
        await using var client = new SipStack(Options(new IPEndPoint(address, 0), "client"), new TestApplication(), time, NullLoggerFactory.Instance, dns: dns);
        await client.StartAsync(cancel);

        // The port is bound, and nobody listens.
        Assert.Equal("second", await AskAsync(client, cancel));
        place.Dispose();
        await using var first = await StartAsync(preferred, "first", TimeProvider.System, cancel);
        Assert.Equal("second", await AskAsync(client, cancel));

        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("first", await AskAsync(client, cancel));
    }

    private static async Task<string?> AskAsync(SipStack client, CancellationToken cancel)
    {
        var answer = await client.SendAsync(
            new OutgoingRequest { Method = SipMethod.Options, Target = SipUri.Parse("sip:site.example;transport=tcp"), From = new NameAddress(SipUri.Parse("sip:a@127.0.0.1")) }, cancel)
            .WaitAsync(TimeSpan.FromSeconds(60), cancel);
        Assert.Equal(200, answer.StatusCode);
        return answer.Headers[HeaderNames.Server];
    }

    private static async Task<SipStack> StartAsync(IPEndPoint address, string name, TimeProvider time, CancellationToken cancel)
    {
        var stack = new SipStack(Options(address, name), new TestApplication(), time, NullLoggerFactory.Instance);
        await stack.StartAsync(cancel);
        return stack;
    }

    private static SipStackOptions Options(IPEndPoint address, string name) => new() { Listen = [new SipListenPoint(SipProtocol.Tcp, address)], UserAgent = name };
}
