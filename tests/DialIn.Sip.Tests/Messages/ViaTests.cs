using System.Net;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

public class ViaTests
{
    [Theory]
    [Rfc(3261, "20.42")]
    [InlineData("SIP/2.0/UDP erlang.bell-telephone.com:5060;branch=z9hG4bK87asdks7", "UDP", "erlang.bell-telephone.com", 5060, "z9hG4bK87asdks7")]
    [InlineData("SIP/2.0/UDP 192.0.2.1:5060 ;received=192.0.2.207;branch=z9hG4bK77asjd", "UDP", "192.0.2.1", 5060, "z9hG4bK77asjd")]
    [InlineData("SIP / 2.0 / tcp first.example.com: 4000;branch = z9hG4bK1", "TCP", "first.example.com", 4000, "z9hG4bK1")]
    [InlineData("sip/2.0/TLS host", "TLS", "host", null, null)]
    [InlineData("SIP/2.0/UNKNOWN t4.example.com", "UNKNOWN", "t4.example.com", null, null)]
    [InlineData("SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3", "UDP", "2001:db8::9:1", null, "z9hG4bKas3")]
    [InlineData("SIP/2.0/UDP [2001:db8::9:1]:5062", "UDP", "2001:db8::9:1", 5062, null)]
    public void Via_Valid_IsTakenApart(string text, string transport, string host, int? port, string? branch)
    {
        Assert.True(Via.TryParse(text, out var via));

        Assert.Equal((transport, host, port, branch), (via.Transport, via.SentByHost, via.SentByPort, via.Branch));
        Assert.True(Via.TryParse(via.ToString(), out var again));
        Assert.Equal(via, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("SIP/2.0")]
    [InlineData("SIP/2.0/UDP")]
    [InlineData("SIP/2.0/UDP ")]
    [InlineData("SIP/2.0/ host")]
    [InlineData("SIP/7.0/UDP host")]
    [InlineData("HTTP/2.0/UDP host")]
    [InlineData("SIP/2.0/UDP ho st")]
    [InlineData("SIP/2.0/UDP host:99999")]
    [InlineData("SIP/2.0/UDP 192.0.2.15;;")]
    [InlineData("SIP/2.0/UDP 2001:db8::1")]
    public void Via_Invalid_IsRefused(string? text) => Assert.False(Via.TryParse(text, out _));

    [Theory]
    [Rfc(3581, "3")]
    [InlineData("SIP/2.0/UDP h", false, null)]
    [InlineData("SIP/2.0/UDP h;rport", true, null)]
    [InlineData("SIP/2.0/UDP h;rport=9988", true, 9988)]
    [InlineData("SIP/2.0/UDP h;rport=99880", true, null)]
    public void RPort_WithAndWithoutValue_IsToldApart(string text, bool has, int? port)
    {
        Assert.True(Via.TryParse(text, out var via));

        Assert.Equal((has, port), (via.HasRPort, via.RPort));
    }

    [Theory]
    [InlineData("SIP/2.0/UDP h;received=192.0.2.207", "192.0.2.207")]
    [InlineData("SIP/2.0/UDP h;received=[2001:db8::9:255]", "2001:db8::9:255")]
    [InlineData("SIP/2.0/UDP h;received=2001:db8::9:255", "2001:db8::9:255")]
    [InlineData("SIP/2.0/UDP h", null)]
    [Rfc(5118, "4.5")]
    public void Received_ReadsWithoutBrackets(string text, string? received)
    {
        Assert.True(Via.TryParse(text, out var via));

        Assert.Equal(received, via.Received);
    }

    [Fact]
    [Rfc(3581, "4")]
    public void Source_WhenRPortIsAsked_FillsPortAndAddress()
    {
        Assert.True(Via.TryParse("SIP/2.0/UDP 10.1.1.1:4540;rport;branch=z9hG4bKkjshdyff", out var via));

        Assert.Equal(
            "SIP/2.0/UDP 10.1.1.1:4540;rport=9988;branch=z9hG4bKkjshdyff;received=192.0.2.1",
            via.WithSource(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9988)).ToString());
    }

    [Theory]
    [Rfc(3261, "18.2.1")]
    [InlineData("SIP/2.0/UDP bobspc.biloxi.com:5060", "192.0.2.4", "SIP/2.0/UDP bobspc.biloxi.com:5060;received=192.0.2.4")]
    [InlineData("SIP/2.0/UDP 192.0.2.9", "192.0.2.4", "SIP/2.0/UDP 192.0.2.9;received=192.0.2.4")]
    [InlineData("SIP/2.0/UDP 192.0.2.4", "192.0.2.4", "SIP/2.0/UDP 192.0.2.4")]
    [InlineData("SIP/2.0/UDP [2001:DB8:0::1]", "2001:db8::1", "SIP/2.0/UDP [2001:DB8:0::1]")]
    public void Source_OtherThanClaimed_IsAdded(string text, string source, string expected)
    {
        Assert.True(Via.TryParse(text, out var via));

        Assert.Equal(expected, via.WithSource(new IPEndPoint(IPAddress.Parse(source), 1)).ToString());
    }
}
