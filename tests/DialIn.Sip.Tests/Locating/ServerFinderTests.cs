using System.Net.Sockets;
using DialIn.Sip.Locating;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Locating;

public sealed class ServerFinderTests
{
    private static readonly SpokenProtocols Udp = new([(SipProtocol.Udp, AddressFamily.InterNetwork)]);

    [Fact]
    public async Task Weights_TheSameRecords_GiveTheSameOrderEveryTime()
    {
        string[] records = [.. Enumerable.Range(1, 5).SelectMany(i => new[] { $"_sip._udp.example.com SRV 10 {i} 5060 h{i}.example.com", $"h{i}.example.com A 192.0.2.{i}" })];
        var finder = new ServerFinder(new ScriptedDns(records));
        var turned = new ServerFinder(new ScriptedDns([.. records.Reverse()]));
        var uri = SipUri.Parse("sip:example.com");

        var first = await finder.LocateAsync(uri, Udp, CancellationToken.None);

        Assert.Equal(5, first.Count);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(first, await finder.LocateAsync(uri, Udp, CancellationToken.None));
            Assert.Equal(first, await turned.LocateAsync(uri, Udp, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Addresses_OfADomain_AreThoseOfAllItsServers()
    {
        var finder = new ServerFinder(new ScriptedDns(
            "example.com NAPTR 10 10 s SIP+D2T other.example.net",
            "example.com NAPTR 20 10 a SIP+D2U direct.example.net",
            "_sip._udp.example.com SRV 0 0 5060 a.example.com",
            "_sips._tcp.example.com 60 SRV 0 0 5061 b.example.com",
            "_sip._tcp.example.com SRV 0 0 0 .",
            "other.example.net SRV 0 0 5060 c.example.com",
            "a.example.com A 192.0.2.1",
            "b.example.com A 192.0.2.2",
            "b.example.com AAAA 2001:db8::2",
            "c.example.com A 192.0.2.3",
            "direct.example.net A 192.0.2.4",
            "example.com A 192.0.2.5"));

        var found = await finder.FindAddressesAsync("example.com", CancellationToken.None);

        Assert.Equal(["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5", "2001:db8::2"], found.Addresses.Select(address => address.ToString()).Order(StringComparer.Ordinal));
        Assert.True(found.IsComplete);
        // The shortest of all, that of there being no AAAA included.
        Assert.Equal(TimeSpan.FromSeconds(30), found.TimeToLive);
    }

    [Fact]
    public async Task Addresses_OfAnAddress_AreItself()
    {
        var dns = new ScriptedDns();
        var found = await new ServerFinder(dns).FindAddressesAsync("2001:db8::1", CancellationToken.None);
        Assert.Equal("2001:db8::1", Assert.Single(found.Addresses).ToString());
        Assert.Empty(dns.Asked);
    }

    [Fact]
    public async Task Addresses_NameServerDown_AreNotComplete()
    {
        var found = await new ServerFinder(new ScriptedDns { IsDown = true }).FindAddressesAsync("example.com", CancellationToken.None);
        Assert.Empty(found.Addresses);
        Assert.False(found.IsComplete);
    }

    [Fact]
    public async Task Search_ThatNeverEnds_IsGivenUp()
    {
        // Each question is answered with an alias to a new name.
        var finder = new ServerFinder(new Endless());
        Assert.Empty(await finder.LocateAsync(SipUri.Parse("sip:example.com"), Udp, CancellationToken.None));
        Assert.Empty((await finder.FindAddressesAsync("example.com", CancellationToken.None)).Addresses);
    }

    private sealed class Endless : IDnsQueries
    {
        public ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult(new DnsAnswer
        {
            Records = question.Type == DnsRecordType.Srv
                ? [.. Enumerable.Range(0, 1_000).Select(i => new DnsRecord.Service(question.Name, i, 0, 5060, $"h{i}.{question.Name}"))]
                : [new DnsRecord.Alias(question.Name, "x." + question.Name)],
        });
    }
}
