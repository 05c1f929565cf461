using DialIn.Media.Rtp;
using DialIn.Media.Tests.Audio;
using DialIn.Testing;

namespace DialIn.Media.Tests.Rtp;

public class RtpPacketTests
{
    private static readonly byte[] Plain = [0x80, 0x88, 0x12, 0x34, 0x01, 0x02, 0x03, 0x04, 0xAA, 0xBB, 0xCC, 0xDD, 1, 2, 3];

    // Two CSRCs, an extension of one word, a payload of two bytes, three bytes of padding.
    private static readonly byte[] Full =
    [
        0xB2, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x01,
        1, 1, 1, 1, 2, 2, 2, 2,
        0xBE, 0xDE, 0x00, 0x01, 9, 9, 9, 9,
        7, 8, 0, 0, 3,
    ];

    [Fact]
    [Rfc(3550, "5.1")]
    public void TryParse_PlainPacket_ReadsEveryField()
    {
        Assert.True(RtpPacket.TryParse(Plain, out var packet));

        Assert.True(packet.Marker);
        Assert.Equal(8, packet.PayloadType);
        Assert.Equal(0x1234, packet.SequenceNumber);
        Assert.Equal(0x01020304u, packet.Timestamp);
        Assert.Equal(0xAABBCCDDu, packet.Ssrc);
        Assert.Equal([1, 2, 3], packet.Payload.ToArray());
    }

    [Fact]
    [Rfc(3550, "5.3.1")]
    public void TryParse_CsrcsExtensionAndPadding_AreStripped()
    {
        Assert.True(RtpPacket.TryParse(Full, out var packet));

        Assert.False(packet.Marker);
        Assert.Equal([7, 8], packet.Payload.ToArray());
    }

    [Fact]
    [Rfc(3550, "A.1")]
    public void TryParse_OtherVersion_IsRefused()
    {
        foreach (var version in new byte[] { 0x00, 0x40, 0xC0 })
        {
            byte[] other = [.. Plain];
            other[0] = version;
            Assert.False(RtpPacket.TryParse(other, out _));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)] // one more than payload and padding together would leave
    [InlineData(255)]
    [Rfc(3550, "A.1")]
    public void TryParse_ImpossiblePadding_IsRefused(byte padding)
    {
        byte[] wrong = [.. Full];
        wrong[^1] = padding;
        Assert.False(RtpPacket.TryParse(wrong, out _));
    }

    [Fact]
    public void TryParse_PaddingOverAllOfThePayload_LeavesItEmpty()
    {
        byte[] empty = [.. Full];
        empty[^1] = 5;
        Assert.True(RtpPacket.TryParse(empty, out var packet));
        Assert.True(packet.Payload.IsEmpty);
    }

    [Fact]
    [Rfc(3550, "A.1")]
    public void TryParse_EveryPrefixWithoutRoomForItsHeader_IsRefused()
    {
        byte[] unpadded = [.. Full];
        unpadded[0] &= 0xDF;
        for (var length = 0; length < 28; length++)
        {
            Assert.False(RtpPacket.TryParse(unpadded.AsSpan(0, length), out _), $"{length} bytes");
        }

        Assert.True(RtpPacket.TryParse(unpadded.AsSpan(0, 28), out _));
    }

    [Fact]
    public void TryParse_ExtensionLongerThanTheDatagram_IsRefused()
    {
        byte[] wrong = [.. Full];
        (wrong[22], wrong[23]) = (0xFF, 0xFF);
        Assert.False(RtpPacket.TryParse(wrong, out _));
    }

    [Fact]
    public void TryParse_RandomDatagrams_AgreesWithASlowReading()
    {
        var random = new SeededRandom(20);
        var accepted = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var datagram = new byte[random.Next(64)];
            for (var i = 0; i < datagram.Length; i++)
            {
                datagram[i] = random.Next(4) == 0 ? (byte)random.Next(8) : random.NextByte();
            }

            if (datagram.Length > 0 && random.Next(8) != 0)
            {
                datagram[0] = (byte)((datagram[0] & 0x3F) | 0x80);
            }

            var expected = SlowPayload(datagram);
            var parsed = RtpPacket.TryParse(datagram, out var packet);
            Assert.Equal(expected is not null, parsed);
            if (expected is not null)
            {
                Assert.Equal(expected, packet.Payload.ToArray());
                accepted++;
            }
        }

        Assert.InRange(accepted, 1000, 19_000);
    }

    [Fact]
    public void Write_ThenParse_GivesTheSame()
    {
        var random = new SeededRandom(21);
        var buffer = new byte[200];
        for (var round = 0; round < 1000; round++)
        {
            var payload = new byte[random.Next(180)];
            payload.AsSpan().Fill(random.NextByte());
            var (marker, type) = (random.Next(2) == 0, (byte)random.Next(128));
            var (sequence, timestamp, ssrc) = ((ushort)random.Next(65536), (uint)random.Next(int.MaxValue) * 2, (uint)random.Next(int.MaxValue));

            var length = RtpPacket.Write(buffer, marker, type, sequence, timestamp, ssrc, payload);

            Assert.Equal(RtpPacket.HeaderLength + payload.Length, length);
            Assert.True(RtpPacket.TryParse(buffer.AsSpan(0, length), out var packet));
            Assert.Equal((marker, type, sequence, timestamp, ssrc), (packet.Marker, packet.PayloadType, packet.SequenceNumber, packet.Timestamp, packet.Ssrc));
            Assert.Equal(payload, packet.Payload.ToArray());
        }
    }

    // The same rules, one byte after the other.
    private static byte[]? SlowPayload(byte[] datagram)
    {
        var rest = new Queue<byte>(datagram);
        if (datagram.Length < 12 || datagram[0] / 64 != 2)
        {
            return null;
        }

        var bits = Convert.ToString(datagram[0], 2);
        if (!Drop(rest, 12 + (4 * Convert.ToInt32(bits[4..], 2))))
        {
            return null;
        }

        if (bits[3] == '1')
        {
            if (rest.Count < 4)
            {
                return null;
            }

            var words = (rest.ElementAt(2) * 256) + rest.ElementAt(3);
            if (!Drop(rest, 4 + (4 * words)))
            {
                return null;
            }
        }

        if (bits[2] == '0')
        {
            return [.. rest];
        }

        return datagram[^1] != 0 && datagram[^1] <= rest.Count ? [.. rest.Take(rest.Count - datagram[^1])] : null;
    }

    private static bool Drop(Queue<byte> bytes, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (!bytes.TryDequeue(out _))
            {
                return false;
            }
        }

        return true;
    }
}
