using System.Net;
using DialIn.Media.Relay;

namespace DialIn.Media.Tests.Relay;

public class SourceNetworksTests
{
    private static readonly SocketPeer Elsewhere = SocketPeer.From(IPEndPoint.Parse("198.51.100.9:4000"));

    private readonly SourceStream _source = new();

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.0", true)]
    [InlineData("192.0.2.0/24", "192.0.2.255", true)]
    [InlineData("192.0.2.0/24", "192.0.3.0", false)]
    [InlineData("192.0.2.0/24", "192.0.1.255", false)]
    [InlineData("192.0.2.7/32", "192.0.2.7", true)]
    [InlineData("192.0.2.7/32", "192.0.2.6", false)]
    [InlineData("0.0.0.0/0", "203.0.113.1", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("2001:db8::8000/113", "2001:db8::8001", true)]
    [InlineData("2001:db8::8000/113", "2001:db8::7fff", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("192.0.2.0/24,198.51.100.0/24", "198.51.100.9", true)]
    [InlineData("192.0.2.0/24,198.51.100.0/24", "203.0.113.9", false)]
    public void Address_IsInANetworkOrNot(string networks, string address, bool isIn) =>
        Assert.Equal(isIn, SourceNetworks.Parse(networks)!.Contains(SocketPeer.From(new IPEndPoint(IPAddress.Parse(address), 4000))));

    [Fact]
    public void NoNetworks_AreNoLimit() => Assert.Null(SourceNetworks.Parse(null));

    [Fact]
    public void Packets_FromOtherNetworks_AreDropped_WhileAndBeforeThePeerSpeaks()
    {
        var leg = Leg("192.0.2.0/24").Started();
        for (var i = 0; i < 50; i++)
        {
            leg.Receive(_source.Audio(), Elsewhere);
            leg.Now += TimeSpan.FromMilliseconds(20);
        }

        Assert.Empty(leg.Events);
        Assert.Equal(50, leg.Path.Statistics.Strangers);

        leg.Latched(new SourceStream(ssrc: 0x77));
    }

    [Fact]
    public void Peer_WhoseOwnDescriptionNamesAnotherNetwork_IsNotHeard()
    {
        var leg = Leg("203.0.113.0/24").Started();
        for (var i = 0; i < 10; i++)
        {
            leg.Receive(_source.Audio());
        }

        Assert.Empty(leg.Events);
    }

    [Fact]
    public void Stream_ThatGoesOnFromAnotherNetwork_IsNotFollowed()
    {
        var leg = Leg("192.0.2.0/24").Started().Latched(_source);
        leg.Now += TimeSpan.FromSeconds(2);
        for (var i = 0; i < 100; i++)
        {
            leg.Receive(_source.Audio(), Elsewhere);
            leg.Now += TimeSpan.FromMilliseconds(20);
        }

        Assert.Equal(0, leg.Path.Statistics.Handovers);
        Assert.Equal(LegHarness.Remote.ToEndPoint(), leg.Path.Statistics.Source);
    }

    private static LegHarness Leg(string sources) => new(options: plain => plain with { Sources = sources });
}
