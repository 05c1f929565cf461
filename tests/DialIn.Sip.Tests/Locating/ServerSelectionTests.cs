using System.Net.Sockets;
using DialIn.Sip.Locating;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Locating;

/// <summary>RFC 3263 §4 as a table: a URI, what name servers say, and where the request goes.</summary>
public sealed class ServerSelectionTests
{
    private static readonly SpokenProtocols Everything = new(
        from protocol in Enum.GetValues<SipProtocol>()
        from family in (AddressFamily[])[AddressFamily.InterNetwork, AddressFamily.InterNetworkV6]
        select (protocol, family));

    [Theory]
    [InlineData("sip:192.0.2.9", "udp:192.0.2.9:5060")]
    [InlineData("sip:u@192.0.2.9:5080", "udp:192.0.2.9:5080")]
    [InlineData("sip:192.0.2.9;transport=TCP", "tcp:192.0.2.9:5060")]
    [InlineData("sip:192.0.2.9;transport=udp", "udp:192.0.2.9:5060")]
    [InlineData("sip:192.0.2.9;transport=tls", "tls:192.0.2.9:5061 (192.0.2.9)")]
    [InlineData("sips:192.0.2.9", "tls:192.0.2.9:5061 (192.0.2.9)")]
    [InlineData("sips:192.0.2.9:5999;transport=tcp", "tls:192.0.2.9:5999 (192.0.2.9)")]
    [InlineData("sip:[2001:db8::9]:5070", "udp:[2001:db8::9]:5070")]
    [InlineData("sip:elsewhere.example;maddr=192.0.2.7", "udp:192.0.2.7:5060")]
    [InlineData("sips:elsewhere.example;maddr=192.0.2.7", "tls:192.0.2.7:5061 (elsewhere.example)")]
    [InlineData("sips:192.0.2.9;transport=udp", "")]
    [InlineData("sip:192.0.2.9;transport=sctp", "")]
    [InlineData("sip:192.0.2.9:0", "")]
    [InlineData("tel:+49301234", "")]
    [InlineData("http://192.0.2.9", "")]
    [Rfc(3263, "4.1")]
    [Rfc(3263, "4.2")]
    public void NumericHost_NeedsNoNameServer(string uri, string expected) => Assert.Equal(expected, Locate(uri, Everything, []));

    [Theory]
    [InlineData("sip:u@h.example:5080", "udp:192.0.2.1:5080", "AAAA A")]
    [InlineData("sip:h.example:5080;transport=tcp", "tcp:192.0.2.1:5080", "AAAA A")]
    [InlineData("sips:h.example:5080", "tls:192.0.2.1:5080 (h.example)", "AAAA A")]
    [Rfc(3263, "4.2")]
    public void Port_LeavesAddressesOnly(string uri, string expected, string asked)
    {
        var questions = new List<DnsQuestion>();
        Assert.Equal(expected, Locate(uri, Everything, ["h.example A 192.0.2.1", "_sip._udp.h.example SRV 0 0 9 x.example", "h.example NAPTR 0 0 s SIP+D2T x.example"], questions));
        Assert.Equal(asked, string.Join(' ', questions.Select(question => question.Type.ToString().ToUpperInvariant())));
    }

    [Fact]
    [Rfc(3263, "4.1")]
    public void Naptr_DecidesTheProtocolByOrderThenPreference() =>
        Assert.Equal("tls:192.0.2.3:5061 (example.com) tcp:192.0.2.2:5062 udp:192.0.2.1:5063", Locate("sip:example.com", Everything,
        [
            "example.com NAPTR 90 50 S sip+d2u _sip._udp.example.com",
            "example.com NAPTR 50 70 s SIP+D2T _sip._tcp.example.com",
            "example.com NAPTR 50 50 s SIPS+D2T secure.example.net",
            "example.com NAPTR 10 10 s SIP+D2S _sip._sctp.example.com",
            "example.com NAPTR 10 10 s E2U+sip _sip._udp.other.example.com",
            "example.com NAPTR 10 10 u SIP+D2U _sip._udp.other.example.com",
            "_sip._udp.example.com SRV 0 0 5063 a.example.com",
            "_sip._tcp.example.com SRV 0 0 5062 b.example.com",
            "secure.example.net SRV 0 0 5061 c.example.com",
            "a.example.com A 192.0.2.1",
            "b.example.com A 192.0.2.2",
            "c.example.com A 192.0.2.3",
        ]));

    [Fact]
    [Rfc(3263, "4.1")]
    public void Naptr_OfProtocolsThatWeDoNotSpeak_AreLeftOut() =>
        Assert.Equal("udp:192.0.2.1:5063", Locate("sip:example.com", Speaking(SipProtocol.Udp),
        [
            "example.com NAPTR 10 10 s SIP+D2T _sip._tcp.example.com",
            "example.com NAPTR 20 10 s SIP+D2U _sip._udp.example.com",
            "_sip._tcp.example.com SRV 0 0 5062 a.example.com",
            "_sip._udp.example.com SRV 0 0 5063 a.example.com",
            "a.example.com A 192.0.2.1",
        ]));

    [Fact]
    [Rfc(3263, "4.1")]
    public void Naptr_WithFlagA_NamesTheHost() =>
        Assert.Equal("tcp:192.0.2.1:5060", Locate("sip:example.com", Everything, ["example.com NAPTR 10 10 a SIP+D2T a.example.com", "a.example.com A 192.0.2.1", "example.com A 192.0.2.99"]));

    [Fact]
    [Rfc(3263, "4.1")]
    public void Sips_TakesNothingButTls() =>
        Assert.Equal("tls:192.0.2.1:5061 (example.com)", Locate("sips:example.com", Everything,
        [
            "example.com NAPTR 10 10 s SIP+D2T _sip._tcp.example.com",
            "example.com NAPTR 20 10 s SIPS+D2T _sips._tcp.example.com",
            "_sip._tcp.example.com SRV 0 0 5060 a.example.com",
            "_sips._tcp.example.com SRV 0 0 5061 a.example.com",
            "a.example.com A 192.0.2.1",
        ]));

    [Fact]
    [Rfc(3263, "4.1")]
    public void Sips_WhereTlsIsNotSpoken_LeadsNowhere() =>
        Assert.Equal("", Locate("sips:example.com", Speaking(SipProtocol.Udp, SipProtocol.Tcp), ["example.com A 192.0.2.1", "_sips._tcp.example.com SRV 0 0 5061 example.com"]));

    [Fact]
    [Rfc(3263, "4.1")]
    public void NoNaptr_SrvRecordsShowTheProtocols() =>
        Assert.Equal("tcp:192.0.2.1:5070 tls:192.0.2.1:5071 (example.com)", Locate("sip:example.com", Everything,
        [
            "_sips._tcp.example.com SRV 0 0 5071 a.example.com",
            "_sip._tcp.example.com SRV 0 0 5070 a.example.com",
            "a.example.com A 192.0.2.1",
        ]));

    [Fact]
    [Rfc(3263, "4.2")]
    public void TransportNamed_OnlyItsSrvRecordsCount_AndNoNaptr()
    {
        var questions = new List<DnsQuestion>();
        Assert.Equal("tcp:192.0.2.1:5070", Locate("sip:example.com;transport=tcp", Everything,
            ["_sip._udp.example.com SRV 0 0 5069 a.example.com", "_sip._tcp.example.com SRV 0 0 5070 a.example.com", "a.example.com A 192.0.2.1"], questions));
        Assert.DoesNotContain(questions, question => question.Type == DnsRecordType.Naptr);
    }

    [Theory]
    [InlineData("sip:example.com", "udp:192.0.2.1:5060")]
    [InlineData("sip:example.com;transport=tcp", "tcp:192.0.2.1:5060")]
    [InlineData("sips:example.com", "tls:192.0.2.1:5061 (example.com)")]
    [InlineData("sip:nowhere.example", "")]
    [Rfc(3263, "4.2")]
    public void NoSrv_TheHostItselfAtTheDefaultPort(string uri, string expected) =>
        Assert.Equal(expected, Locate(uri, Everything, ["example.com A 192.0.2.1"]));

    [Fact]
    [Rfc(3263, "4.2")]
    public void NoUdpHere_ASipUriMeansTcp() => Assert.Equal("tcp:192.0.2.1:5060", Locate("sip:example.com", Speaking(SipProtocol.Tcp), ["example.com A 192.0.2.1"]));

    [Fact]
    public void Srv_WithADotAsTarget_SaysThatThereIsNoSuchService() =>
        Assert.Equal("", Locate("sip:example.com;transport=udp", Everything, ["_sip._udp.example.com SRV 0 0 0 .", "example.com A 192.0.2.1"]));

    [Fact]
    public void Srv_WithoutService_LeavesTheOtherProtocols() =>
        Assert.Equal("tcp:192.0.2.1:5070", Locate("sip:example.com", Everything,
            ["_sip._udp.example.com SRV 0 0 0 .", "_sip._tcp.example.com SRV 0 0 5070 example.com", "example.com A 192.0.2.1"]));

    [Fact]
    public void Srv_HostsOfOnePriorityBeforeTheNext_EachWithAllItsAddresses() =>
        Assert.Equal("udp:[2001:db8::1]:5060 udp:192.0.2.1:5060 udp:192.0.2.11:5060 udp:192.0.2.2:5062", Locate("sip:example.com;transport=udp", Everything,
        [
            "_sip._udp.example.com SRV 20 0 5062 b.example.com",
            "_sip._udp.example.com SRV 10 0 5060 a.example.com",
            "_sip._udp.example.com SRV 15 0 5061 gone.example.com",
            "a.example.com A 192.0.2.1",
            "a.example.com A 192.0.2.11",
            "a.example.com AAAA 2001:db8::1",
            "b.example.com A 192.0.2.2",
        ]));

    [Fact]
    public void FamilyThatWeCannotSendBy_IsNotAskedFor()
    {
        var questions = new List<DnsQuestion>();
        var spoken = new SpokenProtocols([(SipProtocol.Udp, AddressFamily.InterNetwork)]);
        Assert.Equal("udp:192.0.2.1:5060", Locate("sip:example.com", spoken, ["example.com A 192.0.2.1", "example.com AAAA 2001:db8::1"], questions));
        Assert.DoesNotContain(questions, question => question.Type == DnsRecordType.Aaaa);
        Assert.Equal("", Locate("sip:[2001:db8::1]", spoken, []));
    }

    [Theory]
    [InlineData("a.example CNAME b.example", "b.example CNAME c.example", "c.example A 192.0.2.1", "udp:192.0.2.1:5060")]
    [InlineData("a.example CNAME b.example", "b.example CNAME a.example", "c.example A 192.0.2.1", "")]
    [InlineData("a.example CNAME a.example", "b.example CNAME a.example", "c.example A 192.0.2.1", "")]
    public void Aliases_AreFollowedAndNeverForEver(string one, string two, string three, string expected) =>
        Assert.Equal(expected, Locate("sip:a.example:5060", Everything, [one, two, three]));

    [Fact]
    public void Aliases_OfANameServerThatDoesNotFollowThem_AreAskedOneByOneUpToEight()
    {
        string[] chain = [.. Enumerable.Range(0, 20).Select(i => $"n{i}.example CNAME n{i + 1}.example")];
        var questions = new List<DnsQuestion>();

        Assert.Equal("", Locate("sip:n0.example:5060", Speaking(SipProtocol.Udp), chain, questions, follow: false));
        Assert.InRange(questions.Count, 2, 9);
    }

    [Fact]
    public void Answer_WithThousandsOfRecords_IsCutShort()
    {
        string[] many = [.. Enumerable.Range(0, 5_000).Select(i => $"a.example A 10.0.{i / 250}.{i % 250}")];
        Assert.Equal(16, Locate("sip:a.example:5060", Everything, many).Split(' ').Length);
    }

    [Fact]
    public void NameServerDown_LeadsNowhereAfterASmallNumberOfQuestions()
    {
        var known = new Dictionary<DnsQuestion, DnsAnswer>();
        var result = Run("sip:example.com", Everything, known, _ => DnsAnswer.Failed, _ => 0);
        Assert.Empty(result);
        Assert.Equal(6, known.Count);
    }

    private static SpokenProtocols Speaking(params SipProtocol[] protocols) => new(protocols.Select(protocol => (protocol, AddressFamily.InterNetwork)));

    private static string Locate(string uri, SpokenProtocols spoken, string[] records, List<DnsQuestion>? asked = null, bool follow = true)
    {
        var parsed = records.Select(ScriptedDns.Parse).ToList();
        var known = new Dictionary<DnsQuestion, DnsAnswer>();
        var targets = Run(uri, spoken, known, Answer, _ => 0);
        asked?.AddRange(known.Keys);
        return string.Join(' ', targets);

        DnsAnswer Answer(DnsQuestion question) => new()
        {
            Records = [.. parsed.Where(record => record.Type is null ? follow || Is(record.Record, question.Name) : record.Type == question.Type).Select(record => record.Record)],
        };

        static bool Is(DnsRecord record, string name) => record.Name == name;
    }

    private static IReadOnlyList<SipEndPoint> Run(
        string uri, SpokenProtocols spoken, Dictionary<DnsQuestion, DnsAnswer> known, Func<DnsQuestion, DnsAnswer> answer, Func<int, int> random)
    {
        Assert.True(SipUri.TryParse(uri, out var parsed));
        while (true)
        {
            switch (ServerSelection.Select(parsed, spoken, known, random))
            {
                case Selection<IReadOnlyList<SipEndPoint>>.Found(var targets):
                    return targets;
                case Selection<IReadOnlyList<SipEndPoint>>.Ask(var questions):
                    Assert.NotEmpty(questions);
                    foreach (var question in questions)
                    {
                        // Never the same question twice.
                        known.Add(question, answer(question));
                    }

                    break;
            }
        }
    }
}
