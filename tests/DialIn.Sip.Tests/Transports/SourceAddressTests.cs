using System.Net;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Tests.Transports;

public class SourceAddressTests
{
    [Theory]
    [InlineData("192.0.2.9", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("2001:db8::9", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    public void Address_IsTheSameFromAnObjectAndFromASocket(string text, bool isIPv4)
    {
        var address = IPAddress.Parse(text);

        var source = SourceAddress.From(address);

        Assert.Equal(source, SourceAddress.From(new IPEndPoint(address, 5060).Serialize()));
        Assert.Equal(isIPv4, source.IsIPv4);
        Assert.Equal(address, source.ToIPAddress());
        Assert.Equal(text, source.ToString());
    }

    [Fact]
    public void Address_MappedIntoIPv6_IsTheIPv4Address()
    {
        var mapped = SourceAddress.From(new IPEndPoint(IPAddress.Parse("::ffff:192.0.2.9"), 7).Serialize());

        Assert.Equal(SourceAddress.From(IPAddress.Parse("192.0.2.9")), mapped);
        Assert.Equal("192.0.2.9", mapped.ToString());
    }
}
