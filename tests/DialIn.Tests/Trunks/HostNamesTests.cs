using DialIn.Sip.Locating;
using DialIn.Testing;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

/// <summary>Who is asked for which name.</summary>
public sealed class HostNamesTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ScriptedDns _nameServers = new("carrier.example A 192.0.2.1", "listed.example A 192.0.2.99", "_sip._udp.listed.example SRV 0 0 5060 carrier.example");
    private readonly ScriptedDns _system = new("localhost A 127.0.0.1", "asterisk A 192.0.2.5", "special.example A 192.0.2.6");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("carrier.example", DnsRecordType.A, "192.0.2.1")]
    [InlineData("localhost", DnsRecordType.A, "127.0.0.1")]
    [InlineData("asterisk", DnsRecordType.A, "192.0.2.5")]
    [InlineData("special.example", DnsRecordType.A, "192.0.2.6")]
    [InlineData("listed.example", DnsRecordType.A, "192.0.2.7")]
    [InlineData("Listed.Example", DnsRecordType.A, "192.0.2.7")]
    [InlineData("other-name", DnsRecordType.A, "192.0.2.7")]
    [InlineData("listed.example", DnsRecordType.Aaaa, "2001:db8::7")]
    [InlineData("_sip._udp.listed.example", DnsRecordType.Srv, "")]
    [InlineData("nowhere.example", DnsRecordType.A, "")]
    public async Task Name_IsFoundWhereItIsKnown(string name, DnsRecordType type, string expected)
    {
        var hosts = _folder.Write("hosts", "# 192.0.2.8 listed.example\n192.0.2.7\tlisted.example  other-name # lab\n2001:db8::7 listed.example\nnonsense\n");

        var answer = await new HostNames(new HostsFile(hosts), _nameServers, _system).QueryAsync(new DnsQuestion(name, type), CancellationToken.None);

        Assert.False(answer.IsFailure);
        Assert.Equal(expected, string.Join(' ', answer.Records.OfType<DnsRecord.Address>().Select(record => record.Value)));
        Assert.Equal(expected.Length == 0 ? 0 : 1, answer.Records.Count);
    }

    [Fact]
    public async Task ServicesOfAShortName_AreNotAskedFor()
    {
        var names = new HostNames(new HostsFile(_folder.File("none")), _nameServers, _system);
        foreach (var (name, type) in ((string, DnsRecordType)[])[("asterisk", DnsRecordType.Naptr), ("_sip._udp.asterisk", DnsRecordType.Srv)])
        {
            Assert.Empty((await names.QueryAsync(new DnsQuestion(name, type), CancellationToken.None)).Records);
        }

        Assert.Empty(_nameServers.Asked.Concat(_system.Asked));
    }

    [Fact]
    public async Task NameServersDown_TheSystemIsAsked()
    {
        _nameServers.IsDown = true;
        var names = new HostNames(new HostsFile(_folder.File("none")), _nameServers, _system);
        Assert.Single((await names.QueryAsync(new DnsQuestion("special.example", DnsRecordType.A), CancellationToken.None)).Records);
        Assert.True((await names.QueryAsync(new DnsQuestion("nowhere.example", DnsRecordType.A), CancellationToken.None)).IsFailure);
    }

    [Fact]
    public async Task NameServersOfTheConfiguration_AreTheOnlyOnes()
    {
        var names = new HostNames(new HostsFile(_folder.File("none")), _nameServers, system: null);
        Assert.Empty((await names.QueryAsync(new DnsQuestion("special.example", DnsRecordType.A), CancellationToken.None)).Records);
        Assert.Empty((await names.QueryAsync(new DnsQuestion("asterisk", DnsRecordType.A), CancellationToken.None)).Records);
        Assert.Equal(["special.example A", "asterisk A"], _nameServers.Asked.Select(question => question.ToString()));
        Assert.Empty(_system.Asked);
    }
}
