using System.Text;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

/// <summary>What is taken from a list that a carrier publishes, and which lists are none.</summary>
public class PublishedListTests
{
    // The form of DIDWW's list of September 2026, with other addresses.
    private const string Didww = """
        {
          "version": "2026-09-16",
          "source_documentation": ["https://doc.didww.com/voice/inbound-trunks/technical-data/sip.html"],
          "inbound": {
            "signaling": {
              "static_sip_uri": {
                "description": "Endpoints DIDWW originates calls from.",
                "endpoints": [
                  {"location": "Frankfurt", "ipv4": "192.0.2.14", "ipv6": "2001:db8:2:14::14"},
                  {"location": "Amsterdam", "ipv4": "192.0.2.15", "ipv6": "2001:db8:8:14::14"}
                ]
              },
              "sip_registration": { "registrars": [ {"fqdn": "sip.example", "ipv4": ["192.0.2.49", "192.0.2.14"], "ipv6": [], "port": 5060, "ports": "5060"} ] }
            },
            "media": { "a/b": ["198.51.100.0/24"], "~": ["203.0.113.0/25"] }
          }
        }
        """;

    [Theory]
    [InlineData("/inbound/signaling/static_sip_uri", "192.0.2.14/32 2001:db8:2:14::14/128 192.0.2.15/32 2001:db8:8:14::14/128")]
    [InlineData("/inbound/signaling/sip_registration", "192.0.2.49/32 192.0.2.14/32")]
    [InlineData("/inbound/signaling/static_sip_uri/endpoints/1", "192.0.2.15/32 2001:db8:8:14::14/128")]
    [InlineData("/inbound/media/a~1b", "198.51.100.0/24")]
    [InlineData("/inbound/media/~0", "203.0.113.0/25")]
    [InlineData("", "192.0.2.14/32 2001:db8:2:14::14/128 192.0.2.15/32 2001:db8:8:14::14/128 192.0.2.49/32 198.51.100.0/24 203.0.113.0/25")]
    public void Networks_AreThoseOfThePartThatIsNamed(string part, string networks)
    {
        var list = Read(Didww, part);

        Assert.Null(list.Fault);
        Assert.Equal(networks, string.Join(' ', list.Networks));
    }

    [Theory]
    [InlineData("[]", "names no network")]
    [InlineData("{\"version\": \"1.2\", \"port\": \"5060\", \"at\": \"2026-01-01T00:00:00Z\"}", "names no network")]
    [InlineData("[\"192.0.2.1\", \"0.0.0.0/0\"]", "names 0.0.0.0/0 as text 2, which is wider than a carrier's network is")]
    [InlineData("[\"::/0\"]", "names ::/0 as text 1, which is wider than a carrier's network is")]
    [InlineData("[\"10.0.0.0/8\"]", "names 10.0.0.0/8 as text 1, which is wider than a carrier's network is")]
    [InlineData("[\"2000::/3\"]", "names 2000::/3 as text 1, which is wider than a carrier's network is")]
    [InlineData("[\"::ffff:0.0.0.0/96\"]", "names ::ffff:0.0.0.0/96 as text 1, which is wider than a carrier's network is")]
    [InlineData("[\"192.0.2.0/240\"]", "names 192.0.2.0/240 as text 1, which is no network")]
    [InlineData("[\"192.0.2.0/\"]", "names 192.0.2.0/ as text 1, which is no network")]
    [InlineData("[\"frankfurt\", \"203.0.113.5:5060\"]", "names 203.0.113.5:5060 as text 2, which is no network")]
    [InlineData("[\"192.0.2.1-192.0.2.9\"]", "names 192.0.2.1-192.0.2.9 as text 1, which is no network")]
    [InlineData("[\"256.0.2.0/24\"]", "names 256.0.2.0/24 as text 1, which is no network")]
    [InlineData("[\" 192.0.2.1\"]", "names  192.0.2.1 as text 1, which is no network")]
    [InlineData("[\"192.0.2.*\"]", "names 192.0.2.* as text 1, which is no network")]
    [InlineData("[\"192.0.2.010\"]", "names 192.0.2.010 as text 1, which is no network")]
    [InlineData("[\"0x7f.0.0.1\"]", "names 0x7f.0.0.1 as text 1, which is no network")]
    [InlineData("[\"[2001:db8::1]:5060\"]", "names [2001:db8::1]:5060 as text 1, which is no network")]
    [InlineData("[\"2001:db8::1-2001:db8::9\"]", "names 2001:db8::1-2001:db8::9 as text 1, which is no network")]
    [InlineData("[\"2001:db8:1\"]", "names 2001:db8:1 as text 1, which is no network")]
    [InlineData("[\"2001:db8::1%2\"]", "names 2001:db8::1%2 as text 1, which is no network")]
    [InlineData("[\"::ffff:192.0.0.0/111\"]", "names ::ffff:192.0.0.0/111 as text 1, which is wider than a carrier's network is")]
    [InlineData("[\"0.0.0.0\"]", "names 0.0.0.0 as text 1, which is no network of the internet")]
    [InlineData("[\"10.1.2.0/24\"]", "names 10.1.2.0/24 as text 1, which is no network of the internet")]
    [InlineData("[\"127.0.0.1\"]", "names 127.0.0.1 as text 1, which is no network of the internet")]
    [InlineData("[\"::ffff:127.0.0.1\"]", "names ::ffff:127.0.0.1 as text 1, which is no network of the internet")]
    [InlineData("[\"169.254.0.0/16\"]", "names 169.254.0.0/16 as text 1, which is no network of the internet")]
    [InlineData("[\"172.31.0.0/16\"]", "names 172.31.0.0/16 as text 1, which is no network of the internet")]
    [InlineData("[\"192.168.1.1\"]", "names 192.168.1.1 as text 1, which is no network of the internet")]
    [InlineData("[\"239.0.0.1\"]", "names 239.0.0.1 as text 1, which is no network of the internet")]
    [InlineData("[\"::1\"]", "names ::1 as text 1, which is no network of the internet")]
    [InlineData("[\"::\"]", "names :: as text 1, which is no network of the internet")]
    [InlineData("[\"fe80::1\"]", "names fe80::1 as text 1, which is no network of the internet")]
    [InlineData("[\"fd00::/48\"]", "names fd00::/48 as text 1, which is no network of the internet")]
    [InlineData("[\"ff02::1\"]", "names ff02::1 as text 1, which is no network of the internet")]
    [InlineData("[\"192.0.2.1\\u001b]0;x\\u0007\\u202e\"]", "names 192.0.2.1\uFFFD]0;x\uFFFD\uFFFD as text 1, which is no network")]
    [InlineData("[\"192.0.2.1 and a very long text behind it all\"]", "names 192.0.2.1 and a very long text behind it… as text 1, which is no network")]
    [InlineData("<html>Not found</html>", "is not JSON")]
    [InlineData("", "is not JSON")]
    [InlineData("[\"192.0.2.1\"", "is not JSON")]
    [InlineData("[\"\\ud800\"]", "is not JSON")]
    public void List_ThatIsNone_NamesNothing(string json, string fault)
    {
        var list = Read(json);

        Assert.Equal(fault, list.Fault);
        Assert.Empty(list.Networks);
    }

    [Theory]
    [InlineData("/outbound")]
    [InlineData("/inbound/signaling/static_sip_uri/endpoints/2")]
    [InlineData("/inbound/signaling/static_sip_uri/endpoints/-1")]
    [InlineData("/version/1")]
    public void Part_ThatIsNotThere_IsAFault(string part) => Assert.Equal($"has nothing at {part}", Read(Didww, part).Fault);

    [Fact]
    public void List_OfThousands_IsNone()
    {
        static string Networks(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(static i => $"\"198.18.{i / 256}.{i % 256}\""))}]";

        Assert.Equal(1024, Read(Networks(1024)).Networks.Count);
        Assert.Equal("names more than 1024 networks", Read(Networks(1025)).Fault);
    }

    [Theory]
    [InlineData("16:00:00")]
    [InlineData("00:1b:44:11:3a:b7")]
    [InlineData("1.2.3")]
    [InlineData("sip.carrier.example:5060")]
    [InlineData("Frankfurt: 2 servers")]
    public void Text_ThatIsNoAddress_IsPassedOver(string text) =>
        Assert.Equal("192.0.2.1/32", string.Join(' ', Read($"[\"{text}\", \"192.0.2.1\"]").Networks));

    [Fact]
    public void IPv4_WrittenWithinIPv6_IsIPv4_AndTheByteOrderMarkIsNothing() =>
        Assert.Equal("192.0.2.1/32 198.51.0.0/16", string.Join(' ', Read("\uFEFF[\"::ffff:192.0.2.1\", \"::ffff:198.51.0.0/112\", \"192.0.2.1\"]").Networks));

    [Theory]
    [InlineData("198.{0}.0.0/16", 16, "")]
    [InlineData("198.{0}.0.0/16", 17, "names more addresses than 16 networks of /16 (IPv6: /32) have")]
    [InlineData("2001:{0}::/32", 16, "")]
    [InlineData("2001:{0}::/32", 17, "names more addresses than 16 networks of /16 (IPv6: /32) have")]
    public void Networks_ThatAreMuchTogether_AreNone(string form, int count, string fault) => Assert.Equal(
        fault, Read($"[{string.Join(',', Enumerable.Range(10, count).Select(i => $"\"{string.Format(System.Globalization.CultureInfo.InvariantCulture, form, i)}\""))}]").Fault ?? "");

    [Fact]
    public void List_NestedWithoutEnd_IsNone() => Assert.Equal("is not JSON", Read(new string('[', 100_000)).Fault);

    private static PublishedList Read(string json, string part = "") => PublishedList.Read(Encoding.UTF8.GetBytes(json), part);
}
