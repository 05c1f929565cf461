using DialIn.Media.Relay;
using DialIn.Media.Rtp;

namespace DialIn.Media.Tests.Relay;

/// <summary>A packet that went out, as the peer reads it.</summary>
internal sealed record SentPacket(bool Marker, byte PayloadType, ushort Sequence, uint Timestamp, uint Ssrc, byte[] Payload, SocketPeer To)
{
    public static SentPacket Read(ReadOnlySpan<byte> datagram, SocketPeer to = default)
    {
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        return new SentPacket(packet.Marker, packet.PayloadType, packet.SequenceNumber, packet.Timestamp, packet.Ssrc, packet.Payload.ToArray(), to);
    }

    /// <summary>
    /// Asserts that all packets make one stream: one SSRC, no gap in the sequence numbers, timestamps that increase strictly
    /// except within a key press, where they stand still.
    /// </summary>
    public static void AssertOneStream(IReadOnlyList<SentPacket> packets, byte eventPayloadType = 101)
    {
        Assert.NotEmpty(packets);
        for (var i = 1; i < packets.Count; i++)
        {
            var (before, packet) = (packets[i - 1], packets[i]);
            Assert.Equal(before.Ssrc, packet.Ssrc);
            Assert.Equal((ushort)(before.Sequence + 1), packet.Sequence);
            var advance = unchecked((int)(packet.Timestamp - before.Timestamp));
            var withinPress = packet.PayloadType == eventPayloadType && before.PayloadType == eventPayloadType && !packet.Marker;
            Assert.True(withinPress ? advance == 0 : advance > 0, $"packet {i}: timestamp advances by {advance}");
        }
    }
}
