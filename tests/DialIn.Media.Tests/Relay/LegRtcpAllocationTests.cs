using System.Buffers.Binary;
using DialIn.Media.Relay;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Media.Tests.Relay;

public class LegRtcpAllocationTests
{
    [Fact]
    public void Reports_BothWays_AllocateNothing()
    {
        var wire = new Wire();
        var path = new LegPath(new MediaLegOptions { Name = "trunk" }, _ => { }, new RtpRewriter(0xBEEF, 100, 1000), new byte[2048], NullLogger.Instance);
        path.Attach(wire, wire);
        path.Start(LegHarness.Negotiated(), TimeSpan.Zero);
        var source = new SourceStream();
        var packet = source.Audio();
        var report = Rtcp.Hex.Bytes("81C8000C 00001111 00000064 80000000 00001F40 00000032 00001F40 0000BEEF 00000000 00000000 00000000 00000000 00000000");
        var now = TimeSpan.Zero;
        Minutes(2);

        var (reports, heard) = (path.Rtcp.Statistics.Sent, path.Rtcp.Statistics.Received);
        var minutes = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            Minutes(10);
            minutes += 10;
        }));
        Assert.InRange(path.Rtcp.Statistics.Sent - reports, 10 * minutes, 20 * minutes);
        Assert.Equal(60 * minutes, path.Rtcp.Statistics.Received - heard);

        void Minutes(int minutes)
        {
            for (var frame = 0; frame < minutes * 3000; frame++)
            {
                now += TimeSpan.FromMilliseconds(20);
                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(5000 + frame));
                path.OnDatagram(packet, LegHarness.Remote, now);
                path.Tick(now);
                if (frame % 50 == 0)
                {
                    path.Rtcp.OnDatagram(report, LegHarness.RemoteRtcp, now);
                }
            }
        }
    }

    private sealed class Wire : IDatagramSender
    {
        public bool Send(ReadOnlySpan<byte> datagram, in SocketPeer to) => true;
    }
}
