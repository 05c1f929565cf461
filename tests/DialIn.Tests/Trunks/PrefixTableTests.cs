using System.Net;
using DialIn.Sip.Transports;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

public class PrefixTableTests
{
    [Theory]
    [InlineData("10.1.2.3", "host,site,all")]
    [InlineData("10.1.2.4", "site,all")]
    [InlineData("10.2.0.0", "all")]
    [InlineData("9.255.255.255", "")]
    [InlineData("11.0.0.0", "")]
    [InlineData("2001:db8::1", "six")]
    [InlineData("2001:db9::", "")]
    [InlineData("::ffff:10.1.2.3", "host,site,all")]
    public void Networks_AreFoundNarrowestFirst(string address, string owners)
    {
        var table = PrefixTable<string>.Create([Entry("10.0.0.0/8", "all"), Entry("10.1.2.3/32", "host"), Entry("10.1.0.0/16", "site"), Entry("2001:db8::/32", "six")]);

        Assert.Equal(owners, Find(table, address));
    }

    [Fact]
    public void WholeInternet_IsOneFamilyAtATime_AndReachesToItsLastAddress()
    {
        var table = PrefixTable<string>.Create([Entry("::/0", "six"), Entry("192.0.2.0/24", "net")]);

        Assert.Equal("six", Find(table, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
        Assert.Equal("six", Find(table, "::"));
        Assert.Equal("", Find(table, "198.51.100.1"));
        Assert.Equal("all", Find(PrefixTable<string>.Create([Entry("0.0.0.0/0", "all")]), "255.255.255.255"));
        Assert.Equal("", Find(PrefixTable<string>.Create([]), "192.0.2.1"));
    }

    [Fact]
    public void SameNetwork_OfTwoOwners_NamesBothInTheirOrder()
    {
        var table = PrefixTable<string>.Create([Entry("192.0.2.0/24", "first"), Entry("192.0.0.0/16", "wide"), Entry("192.0.2.0/24", "second")]);

        Assert.Equal("first,second,wide", Find(table, "192.0.2.255"));
        Assert.Equal("wide", Find(table, "192.0.3.0"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomNetworks_AreFoundAsALinearSearchFindsThem(int seed)
    {
        var state = (uint)seed;
        var networks = Enumerable.Range(0, 400).Select(number => (Network: Random(), Owner: number)).ToList();
        var table = PrefixTable<int>.Create(networks);
        for (var i = 0; i < 5_000; i++)
        {
            // Beside the edges of networks, where mistakes live.
            var edge = networks[(int)(Next() % 400)].Network.BaseAddress;
            var address = new SourceAddress(SourceAddress.From(edge).Bits + (Next() % 5) - 2);

            var expected = networks.Where(entry => entry.Network.Contains(address.ToIPAddress()))
                .OrderByDescending(entry => entry.Network.PrefixLength).ThenBy(entry => entry.Owner).Select(entry => entry.Owner);

            Assert.Equal(expected, table.Find(address));
        }

        uint Next()
        {
            state = (state * 1_664_525) + 1_013_904_223;
            return state >> 8;
        }

        IPNetwork Random()
        {
            // Few different bits, so that they nest.
            var length = 8 + (int)(Next() % 25);
            var bits = ((10u << 24) | (Next() % 8 << 20) | (Next() % 8 << 8) | (Next() % 8)) & (uint)(ulong.MaxValue << (32 - length));
            return new IPNetwork(new SourceAddress(0xFFFF_0000_0000 | (UInt128)bits).ToIPAddress(), length);
        }
    }

    private static (IPNetwork Network, string Owner) Entry(string network, string owner) => (IPNetwork.Parse(network), owner);

    private static string Find(PrefixTable<string> table, string address) => string.Join(',', table.Find(SourceAddress.From(IPAddress.Parse(address))));
}
