using System.Net;
using System.Net.Sockets;
using DialIn.Simulator.Rtp;
using DialIn.Testing;

namespace DialIn.Simulator.Tests.Rtp;

public class RtpPortPairTests
{
    [Fact]
    [Rfc(3550, "11")]
    public void Pairs_AreEvenAndHeldTogether()
    {
        var address = LoopbackAddress.Next();
        var pairs = Enumerable.Range(0, 50).Select(_ => RtpPortPair.Open(address)).ToList();
        try
        {
            Assert.All(pairs, pair => Assert.Equal(0, pair.Local.Port % 2));
            Assert.Equal(50, pairs.Select(pair => pair.Local.Port).Distinct().Count());
            using var taker = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            Assert.Throws<SocketException>(() => taker.Bind(new IPEndPoint(address, pairs[0].Local.Port + 1)));
        }
        finally
        {
            pairs.ForEach(pair => pair.Dispose());
        }
    }

    [Fact]
    public void Datagram_Arrives_WithItsSource()
    {
        using var one = RtpPortPair.Open(LoopbackAddress.Next());
        using var two = RtpPortPair.Open(LoopbackAddress.Next());
        one.Send([1, 2, 3], two.Local.Serialize());

        var source = new SocketAddress(AddressFamily.InterNetwork);
        var buffer = new byte[10];
        int length;
        var deadline = TimeProvider.System.GetTimestamp();
        while (!two.TryReceive(buffer, source, out length))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(30));
        }

        Assert.Equal([1, 2, 3], buffer[..length]);
        Assert.Equal(one.Local.Serialize(), source);
        Assert.False(two.TryReceive(buffer, source, out _));
    }

    [Fact]
    public void Disposed_SendAndReceive_DoNothing()
    {
        var pair = RtpPortPair.Open(LoopbackAddress.Next());
        var local = pair.Local.Serialize();
        pair.Dispose();
        pair.Send([1], local);
        Assert.False(pair.TryReceive(new byte[1], local, out _));
    }
}
