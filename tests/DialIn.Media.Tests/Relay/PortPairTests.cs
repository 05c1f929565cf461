using System.Net;
using System.Net.Sockets;
using DialIn.Media.Relay;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

public class PortPairTests
{
    private const int ExpeditedForwarding = 46 << 2;

    [Fact]
    public void Ipv4_IsMarkedAsVoice()
    {
        using var pair = Bind(LoopbackAddress.Next());

        Assert.Equal(ExpeditedForwarding, (int)pair.Rtp.GetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService)!);
        Assert.Equal(ExpeditedForwarding, (int)pair.Rtcp.GetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService)!);
    }

    [Fact]
    public void Ipv6_AndTheIpv4ThatItSpeaks_AreMarkedAsVoice()
    {
        using var pair = Bind(IPAddress.IPv6Any);
        Span<byte> value = stackalloc byte[sizeof(int)];

        Assert.Equal(sizeof(int), pair.Rtp.GetRawSocketOption(41, 67, value)); // IPV6_TCLASS
        Assert.Equal(ExpeditedForwarding, BitConverter.ToInt32(value));
        pair.Rtp.GetRawSocketOption(0, 1, value); // IP_TOS
        Assert.Equal(ExpeditedForwarding, value[0]);
    }

    [Fact]
    public void Buffers_HoldASecondOfOneStream_AndNotMinutes()
    {
        using var pair = Bind(LoopbackAddress.Next());

        // Linux tells what it charges, twice what was asked for.
        Assert.InRange(pair.Rtp.ReceiveBufferSize, 64 * 1024, 128 * 1024);
        Assert.InRange(pair.Rtp.SendBufferSize, 64 * 1024, 128 * 1024);
    }

    private static PortPair Bind(IPAddress address)
    {
        // Below those that the system gives out.
        for (var port = 30_000; port < 31_000; port += 2)
        {
            if (PortPair.TryBind(0, new IPEndPoint(address, port), out var pair))
            {
                return pair!;
            }
        }

        throw new InvalidOperationException("no free ports");
    }
}
