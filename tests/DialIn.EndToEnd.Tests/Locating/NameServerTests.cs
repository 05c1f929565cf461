using System.Net.Sockets;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.Sip.Locating;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;
using DialIn.Trunks;

namespace DialIn.EndToEnd.Tests.Locating;

/// <summary>What a real name server says, as we read it.</summary>
[TriedWith("UDP", "dnsmasq", Data = ["name", "type"])]
public sealed class NameServerTests
{
    private static readonly string[] Records =
    [
        "naptr-record=carrier.test,10,10,S,SIPS+D2T,,_sips._tcp.carrier.test",
        "naptr-record=carrier.test,20,10,S,SIP+D2U,,_sip._udp.carrier.test",
        "srv-host=_sips._tcp.carrier.test,a.carrier.test,5061,10,5",
        "srv-host=_sip._udp.carrier.test,b.carrier.test,5070,20,0",
        "srv-host=_sip._udp.carrier.test,alias.carrier.test,5060,10,0",
        "host-record=a.carrier.test,127.0.0.2,::1",
        "host-record=b.carrier.test,127.0.0.3",
        "cname=alias.carrier.test,a.carrier.test",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Rfc(3263, "4.1")]
    [Rfc(3263, "4.2")]
    public async Task Domain_WithNaptrAndSrv_LeadsToItsServersInOrder()
    {
        using var folder = new ScratchFolder();
        await using var dnsmasq = await Dnsmasq.StartAsync(folder, Cancel, Records);
        var finder = new ServerFinder(new NameServers([dnsmasq.Address], TimeProvider.System));
        var spoken = new SpokenProtocols(
            from protocol in Enum.GetValues<SipProtocol>()
            from family in (AddressFamily[])[AddressFamily.InterNetwork, AddressFamily.InterNetworkV6]
            select (protocol, family));

        Assert.Equal(
            "tls:[::1]:5061 (carrier.test), tls:127.0.0.2:5061 (carrier.test), udp:[::1]:5060, udp:127.0.0.2:5060, udp:127.0.0.3:5070",
            string.Join(", ", await finder.LocateAsync(SipUri.Parse("sip:carrier.test"), spoken, Cancel)));
        var addresses = await finder.FindAddressesAsync("carrier.test", Cancel);
        Assert.Equal(["127.0.0.2", "127.0.0.3", "::1"], addresses.Addresses.Select(address => address.ToString()).Order(StringComparer.Ordinal));
        Assert.True(addresses.IsComplete);
    }

    [Theory]
    [InlineData("b.carrier.test", DnsRecordType.A, "Address { Name = b.carrier.test, Value = 127.0.0.3 }", 77)]
    [InlineData("b.carrier.test", DnsRecordType.Aaaa, "", 0)]
    [InlineData("nowhere.test", DnsRecordType.A, "", 0)]
    [InlineData("_sips._tcp.carrier.test", DnsRecordType.Srv, "Service { Name = _sips._tcp.carrier.test, Priority = 10, Weight = 5, Port = 5061, Target = a.carrier.test }", 77)]
    public async Task Answer_IsReadRecordByRecord(string name, DnsRecordType type, string expected, int seconds)
    {
        using var folder = new ScratchFolder();
        await using var dnsmasq = await Dnsmasq.StartAsync(folder, Cancel, Records);

        var answer = await new NameServers([dnsmasq.Address], TimeProvider.System).QueryAsync(new DnsQuestion(name, type), Cancel);

        Assert.False(answer.IsFailure);
        Assert.Equal(expected, string.Join("; ", answer.Records).Replace("carrier.test.", "carrier.test", StringComparison.Ordinal));
        Assert.Equal(seconds, answer.TimeToLive.TotalSeconds);
    }

    [Fact]
    public async Task NameServerThatIsDown_TheNextOneIsAsked()
    {
        using var folder = new ScratchFolder();
        await using var dnsmasq = await Dnsmasq.StartAsync(folder, Cancel, Records);
        var nobody = new System.Net.IPEndPoint(dnsmasq.Address.Address, FreePorts.Next());

        var answer = await new NameServers([nobody, dnsmasq.Address], TimeProvider.System).QueryAsync(new DnsQuestion("b.carrier.test", DnsRecordType.A), Cancel);

        Assert.Single(answer.Records);
    }
}
