using System.Net;
using DialIn.Sip.Transports;
using DialIn.Testing;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

public class TrunkSourcesTests
{
    private readonly TrunkSources _sources = new();

    [Fact]
    public void Nobody_IsKnown_BeforeAnythingIsSet() =>
        Assert.Equal(SourceKind.Stranger, _sources.KindOf(IPAddress.Loopback));

    [Theory]
    [InlineData("192.0.2.1", true)]
    [InlineData("192.0.2.255", true)]
    [InlineData("192.0.3.1", false)]
    [InlineData("::ffff:192.0.2.1", true)]
    [InlineData("2001:db8::1", false)]
    public void Trunk_IsKnownByItsNetwork(string address, bool known)
    {
        _sources.Set(SourceKind.Trunk, "carrier", [IPNetwork.Parse("192.0.2.0/24")]);

        Assert.Equal(known ? "carrier" : null, _sources.TrunkOf(IPAddress.Parse(address)));
    }

    [Fact]
    public void ListedNetwork_TakesNothingFromAnotherTrunksOwn()
    {
        _sources.Set(SourceKind.Trunk, "lister", [IPNetwork.Parse("198.51.100.0/24")], listed: [IPNetwork.Parse("192.0.2.7/32"), IPNetwork.Parse("198.51.100.7/32")]);
        _sources.Set(SourceKind.Trunk, "carrier", [IPNetwork.Parse("192.0.2.0/24")]);

        Assert.Equal(["carrier", "lister"], _sources.TrunksOf(SourceAddress.From(IPAddress.Parse("192.0.2.7"))));
        Assert.Equal(["lister"], _sources.TrunksOf(SourceAddress.From(IPAddress.Parse("198.51.100.7"))));
    }

    [Fact]
    public void AddressOfTrunkAndServer_IsATrunk_WhicheverWasSetFirst()
    {
        _sources.Set(SourceKind.Server, "bbb1", [IPAddress.Loopback]);
        _sources.Set(SourceKind.Trunk, "carrier", [IPNetwork.Parse("127.0.0.0/8")]);

        Assert.Equal(SourceKind.Trunk, _sources.KindOf(IPAddress.Loopback));
        Assert.Equal("carrier", _sources.TrunkOf(IPAddress.Loopback));
    }

    [Fact]
    public void Server_IsNoTrunk()
    {
        _sources.Set(SourceKind.Server, "bbb1", [IPAddress.Parse("192.0.2.7")]);

        Assert.Equal(SourceKind.Server, _sources.KindOf(IPAddress.Parse("192.0.2.7")));
        Assert.Null(_sources.TrunkOf(IPAddress.Parse("192.0.2.7")));
    }

    [Fact]
    public void NewAddresses_ReplaceTheOldOnes()
    {
        _sources.Set(SourceKind.Trunk, "sipgate", [IPAddress.Parse("192.0.2.7")]);
        _sources.Set(SourceKind.Trunk, "sipgate", [IPAddress.Parse("192.0.2.8")]);

        Assert.Null(_sources.TrunkOf(IPAddress.Parse("192.0.2.7")));
        Assert.Equal("sipgate", _sources.TrunkOf(IPAddress.Parse("192.0.2.8")));
    }

    [Fact]
    public void SourceOfTwoTrunks_IsThatOfTheNarrowerNetwork()
    {
        _sources.Set(SourceKind.Trunk, "wide", [IPNetwork.Parse("10.0.0.0/8")]);
        _sources.Set(SourceKind.Trunk, "narrow", [IPNetwork.Parse("10.1.2.0/24"), IPNetwork.Parse("10.1.0.0/16")]);

        Assert.Equal("narrow", _sources.TrunkOf(IPAddress.Parse("10.1.2.3")));
        Assert.Equal(["narrow", "wide"], _sources.TrunksOf(SourceAddress.From(IPAddress.Parse("10.1.2.3"))));
    }

    [Fact]
    public void LookUp_AllocatesNothing()
    {
        _sources.Set(SourceKind.Trunk, "carrier", Enumerable.Range(0, 500).Select(static n => IPNetwork.Parse($"10.{n / 250}.{n % 250}.0/24")));
        var stranger = IPAddress.Parse("203.0.113.9");
        _sources.KindOf(stranger);

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                _sources.KindOf(stranger);
            }
        }));
    }
}
