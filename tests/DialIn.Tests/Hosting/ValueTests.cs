using System.Net;
using DialIn.Hosting.Configuration;
using DialIn.Sip.Transports;
using DialIn.Trunks;

namespace DialIn.Tests.Hosting;

/// <summary>The types of single values.</summary>
public class ValueTests
{
    [Theory]
    [InlineData("20000-29999", 20000, 29999)]
    [InlineData(" 1 - 65535 ", 1, 65535)]
    [InlineData("7-7", 7, 7)]
    public void PortRange_TwoPorts_IsRead(string text, int first, int last)
    {
        Assert.True(PortRange.TryParse(text, out var range));
        Assert.Equal(new PortRange(first, last), range);
        Assert.Equal(last - first + 1, range.Count);
        Assert.True(range.Contains(first) && range.Contains(last) && !range.Contains(last + 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("20000")]
    [InlineData("29999-20000")]
    [InlineData("0-10")]
    [InlineData("1-65536")]
    [InlineData("-5-10")]
    [InlineData("a-b")]
    public void PortRange_AnythingElse_IsNot(string text) => Assert.False(PortRange.TryParse(text, out _));

    [Theory]
    [InlineData("udp://127.0.0.1:5060", SipProtocol.Udp, "127.0.0.1", 5060)]
    [InlineData("TCP://0.0.0.0:5060", SipProtocol.Tcp, "0.0.0.0", 5060)]
    [InlineData("udp://[2001:db8::1]:5062", SipProtocol.Udp, "2001:db8::1", 5062)]
    [InlineData("udp://127.0.0.1:0", SipProtocol.Udp, "127.0.0.1", 0)]
    [InlineData("tls://[::]:5061", SipProtocol.Tls, "::", 5061)]
    [InlineData("tcp://127.0.0.1:5060/", SipProtocol.Tcp, "127.0.0.1", 5060)]
    public void SipListenAddress_TransportAddressPort_IsRead(string text, SipProtocol protocol, string address, int port)
    {
        Assert.True(SipListenAddress.TryParse(text, out var read));
        Assert.Equal(new SipListenAddress(protocol, new IPEndPoint(IPAddress.Parse(address), port)), read);
        Assert.True(SipListenAddress.TryParse(read.ToString(), out var again));
        Assert.Equal(read, again);
    }

    [Theory]
    [InlineData("127.0.0.1:5060")]
    [InlineData("sctp://127.0.0.1:5061")]
    [InlineData("udp://127.0.0.1")]
    [InlineData("udp://sip.example.org:5060")]
    [InlineData("udp://2001:db8::1")]
    [InlineData("udp://[2001:db8::1]")]
    [InlineData("udp://127.0.0.1:70000")]
    [InlineData("udp://")]
    public void SipListenAddress_AnythingElse_IsNot(string text) => Assert.False(SipListenAddress.TryParse(text, out _));

    [Theory]
    [InlineData("0 s", 0)]
    [InlineData("90s", 90)]
    [InlineData("30 min", 1800)]
    [InlineData("30m", 1800)]
    [InlineData("8 h", 28800)]
    [InlineData("3d", 259200)]
    [InlineData("00:30:00", 1800)]
    [InlineData("1.00:00:01", 86401)]
    public void Duration_AsPeopleWriteIt_IsRead(string text, int seconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1 s")]
    [InlineData("-00:30:00")]
    [InlineData("1.5 h")]
    [InlineData("9999999999 s")]
    [InlineData("3 weeks")]
    [InlineData("25:61:00")]
    public void Duration_AnythingElse_IsNot(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(90, "90 s")]
    [InlineData(1800, "30 min")]
    [InlineData(28800, "8 h")]
    [InlineData(259200, "3 d")]
    public void Duration_Formatted_IsShortAndReadable(int seconds, string expected)
    {
        Assert.Equal(expected, Duration.Format(TimeSpan.FromSeconds(seconds)));
        Assert.True(Duration.TryParse(expected, out var again));
        Assert.Equal(TimeSpan.FromSeconds(seconds), again);
    }

    [Theory]
    [InlineData("127.0.0.0/8", "127.0.0.0/8")]
    [InlineData("192.0.2.7", "192.0.2.7/32")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    [InlineData("192.0.2.7/24", "192.0.2.0/24")]
    public void Source_PrefixOrSingleAddress_IsANetwork(string text, string expected) =>
        Assert.Equal(new AllowedSource(IPNetwork.Parse(expected), null), ScalarTypes.For(typeof(AllowedSource))!.Parse(text));

    [Theory]
    [InlineData("carrier.example.org", "carrier.example.org")]
    [InlineData("carrier.example.org.", "carrier.example.org")]
    [InlineData("asterisk", "asterisk")]
    [InlineData("2talk.example", "2talk.example")]
    public void Source_Name_IsAHost(string text, string expected) =>
        Assert.Equal(new AllowedSource(null, expected), ScalarTypes.For(typeof(AllowedSource))!.Parse(text));

    [Theory]
    [InlineData("192.0.2.53", "192.0.2.53:53")]
    [InlineData("192.0.2.53:5353", "192.0.2.53:5353")]
    [InlineData("2001:db8::53", "[2001:db8::53]:53")]
    [InlineData("[2001:db8::53]:5353", "[2001:db8::53]:5353")]
    public void NameServer_WithOrWithoutPort_IsRead(string text, string expected) =>
        Assert.Equal(expected, ScalarTypes.For(typeof(IPEndPoint))!.Parse(text)?.ToString());

    [Theory]
    [InlineData("dns.example.org")]
    [InlineData("192.0.2.53:0")]
    [InlineData("53")]
    [InlineData("1:53")]
    [InlineData("[2001:db8::53]")]
    [InlineData(":53")]
    public void NameServer_AnythingElse_IsNot(string text) => Assert.Null(ScalarTypes.For(typeof(IPEndPoint))!.Parse(text));

    [Theory]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2")]
    [InlineData("192.0.2.300")]
    [InlineData("sip:carrier.example.org")]
    [InlineData("carrier.example.org:5060")]
    [InlineData("*.example.org")]
    [InlineData("")]
    public void Source_AnythingElse_IsNot(string text) => Assert.Null(ScalarTypes.For(typeof(AllowedSource))!.Parse(text));

    [Theory]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("[::1]:80")]
    [InlineData("localhost")]
    public void Address_FormsThatNobodyMeans_AreNot(string text) => Assert.Null(ScalarTypes.For(typeof(IPAddress))!.Parse(text));

    [Theory]
    [InlineData("sip:registrar.example.org", false)]
    [InlineData("sip:192.0.2.1:5060;transport=tcp", false)]
    [InlineData("sips:registrar.example.org", false)]
    [InlineData("sip:registrar.example.org;transport=tls", false)]
    [InlineData("SIP:[2001:db8::1]:5060", false)]
    [InlineData("sip:12345@bbb1:5060", true)]
    [InlineData("sip:12345@bbb1.example.org;transport=UDP", true)]
    public void SipUri_OfAnAddress_IsValid(string text, bool needsUser) => Assert.True(SipUriRule.IsValid(text, needsUser));

    [Theory]
    [InlineData("registrar.example.org", false)]
    [InlineData("sips:host;transport=udp", false)]
    [InlineData("sip:user@registrar.example.org", false)]
    [InlineData("sip:", false)]
    [InlineData("sip:host:0", false)]
    [InlineData("sip:host:70000", false)]
    [InlineData("sip:host;transport=sctp", false)]
    [InlineData("sip:ho st", false)]
    [InlineData("sip:host?X=y", false)]
    [InlineData("sip:host", true)]
    [InlineData("sip:@host", true)]
    [InlineData("sip:1@[::1", true)]
    public void SipUri_AnythingElse_IsNot(string text, bool needsUser) => Assert.False(SipUriRule.IsValid(text, needsUser));
}
