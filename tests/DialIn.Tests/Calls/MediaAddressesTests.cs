using System.Net;
using System.Net.Sockets;
using DialIn.Calls;

namespace DialIn.Tests.Calls;

public class MediaAddressesTests
{
    [Theory]
    [InlineData("192.0.2.1 2001:db8::1", "10.0.0.1", "192.0.2.1")]
    [InlineData("192.0.2.1 2001:db8::1", "fd00::1", "2001:db8::1")]
    [InlineData("192.0.2.1", "fd00::1", "fd00::1")]
    [InlineData("2001:db8::1", "10.0.0.1", "10.0.0.1")]
    [InlineData("", "10.0.0.1", "10.0.0.1")]
    public void Peer_IsToldThePublishedAddressOfItsFamily_ElseTheLocalOne(string published, string local, string told)
    {
        var addresses = new MediaAddresses([.. published.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)]);

        Assert.Equal(new IPEndPoint(IPAddress.Parse(told), 4000), addresses.Of(new IPEndPoint(IPAddress.Parse(local), 4000)));
    }

    [Theory]
    [InlineData("192.0.2.9", "v4 v6", AddressFamily.InterNetwork)]
    [InlineData("2001:db8::9", "v4 v6", AddressFamily.InterNetworkV6)]
    [InlineData("192.0.2.9 2001:db8::9", "v4 v6", AddressFamily.InterNetworkV6)]
    [InlineData("192.0.2.9 2001:db8::9", "v4", AddressFamily.InterNetwork)]
    [InlineData("2001:db8::9", "v4", AddressFamily.InterNetworkV6)]
    [InlineData("", "v4 v6", null)]
    public void Server_IsOfferedTheFamilyOfItsAddress(string addresses, string spoken, AddressFamily? family) => Assert.Equal(
        family,
        MediaAddresses.FamilyFor(
            [.. addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)],
            [.. spoken.Split(' ').Select(name => name == "v4" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6)]));
}
