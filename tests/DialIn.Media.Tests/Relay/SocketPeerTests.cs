using System.Net;
using System.Net.Sockets;
using DialIn.Media.Relay;

namespace DialIn.Media.Tests.Relay;

public class SocketPeerTests
{
    [Theory]
    [InlineData("192.0.2.1:5004")]
    [InlineData("255.255.255.255:65535")]
    [InlineData("[2001:db8::1]:5004")]
    [InlineData("[::1]:1")]
    public void EndPoint_ThereAndBack_IsTheSame(string text) =>
        Assert.Equal(IPEndPoint.Parse(text), SocketPeer.From(IPEndPoint.Parse(text)).ToEndPoint());

    [Theory]
    [InlineData("192.0.2.1:5004", AddressFamily.InterNetwork)]
    [InlineData("[2001:db8::1]:5004", AddressFamily.InterNetworkV6)]
    [InlineData("192.0.2.1:5004", AddressFamily.InterNetworkV6)] // mapped, on a socket for both
    public void SocketAddress_ThereAndBack_IsTheSame(string text, AddressFamily family)
    {
        var peer = SocketPeer.From(IPEndPoint.Parse(text));
        Span<byte> address = stackalloc byte[28];
        peer.Write(address, family);

        Assert.Equal(peer, SocketPeer.Read(address, family));
    }

    [Fact]
    public void SocketAddress_IsLaidOutAsTheSystemsOwn()
    {
        var endPoint = IPEndPoint.Parse("192.0.2.1:5004");
        var own = endPoint.Serialize();

        Assert.Equal(SocketPeer.From(endPoint), SocketPeer.Read(own.Buffer.Span, AddressFamily.InterNetwork));
    }

    [Theory]
    [InlineData("0.0.0.0:4000", false)]
    [InlineData("[::]:4000", false)]
    [InlineData("192.0.2.1:0", false)]
    [InlineData("192.0.2.1:4000", true)]
    public void IsSpecified_NotForHold(string text, bool specified) => Assert.Equal(specified, SocketPeer.From(IPEndPoint.Parse(text)).IsSpecified);

    [Fact]
    public void HasAddressOf_IgnoresThePort()
    {
        var peer = SocketPeer.From(IPEndPoint.Parse("192.0.2.1:4000"));

        Assert.True(peer.HasAddressOf(peer with { Port = 1 }));
        Assert.False(peer.HasAddressOf(SocketPeer.From(IPEndPoint.Parse("192.0.2.2:4000"))));
    }
}
