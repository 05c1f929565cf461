using System.Net;
using System.Net.Sockets;
using System.Text;
using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Sipp;

public sealed class StrangerTests
{
    [Fact]
    public async Task Source_ThatIsNoTrunk_GetsNoAnswerAtAll()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(
            folder, servers: 1, trunks: """[ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.9/32"] } ]""");
        // The servers' own addresses may speak to us, so the stranger has another one.
        using var stranger = new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.8"), 0));
        using var trunk = new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
        var bridge = new IPEndPoint(IPAddress.Loopback, site.Bridge.SipPort);

        await stranger.SendAsync(Request(stranger, bridge), bridge, site.Cancel);
        await stranger.SendAsync(Request(stranger, bridge, "INVITE"), bridge, site.Cancel);
        await trunk.SendAsync(Request(trunk, bridge), bridge, site.Cancel);
        var answer = await trunk.ReceiveAsync(site.Cancel);

        // The trunk's came later and is answered: the stranger's was not waiting, it was dropped.
        Assert.StartsWith("SIP/2.0 200", Encoding.ASCII.GetString(answer.Buffer), StringComparison.Ordinal);
        Assert.Equal(0, stranger.Available);
        Assert.DoesNotContain("Ringing", site.Bridge.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownMethod_OfATrunk_Is405_AndOptionsTellsTheTruth()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        using var trunk = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var bridge = new IPEndPoint(IPAddress.Loopback, site.Bridge.SipPort);

        await trunk.SendAsync(Request(trunk, bridge, "SUBSCRIBE"), bridge, site.Cancel);
        var refusal = Encoding.ASCII.GetString((await trunk.ReceiveAsync(site.Cancel)).Buffer);
        await trunk.SendAsync(Request(trunk, bridge), bridge, site.Cancel);
        var answer = Encoding.ASCII.GetString((await trunk.ReceiveAsync(site.Cancel)).Buffer);

        Assert.StartsWith("SIP/2.0 405", refusal, StringComparison.Ordinal);
        Assert.Matches("(?m)^Allow: .*INVITE", refusal);
        Assert.StartsWith("SIP/2.0 200", answer, StringComparison.Ordinal);
        Assert.Matches("(?m)^Allow: .*INVITE", answer);
    }

    private static byte[] Request(UdpClient from, IPEndPoint bridge, string method = "OPTIONS")
    {
        var id = Guid.NewGuid().ToString("N");
        return Encoding.ASCII.GetBytes($"""
            {method} sip:{bridge} SIP/2.0
            Via: SIP/2.0/UDP {from.Client.LocalEndPoint};branch=z9hG4bK{id};rport
            From: <sip:carrier@{from.Client.LocalEndPoint}>;tag=probe
            To: <sip:{bridge}>
            Call-ID: {id}
            CSeq: 1 {method}
            Max-Forwards: 70
            Content-Length: 0


            """.ReplaceLineEndings("\r\n"));
    }
}
