using System.Buffers.Binary;
using System.Net;
using DialIn.Operations.Traces;

namespace DialIn.Tests.Operations.Traces;

public class UdpPacketTests
{
    [Fact]
    public void IPv4_HasLengthsPortsAndSums()
    {
        var packet = UdpPacket.Write(new IPEndPoint(IPAddress.Loopback, 5060), new IPEndPoint(IPAddress.Parse("127.0.0.2"), 5080), "abc"u8);

        Assert.Equal("4500001F000000004011", Convert.ToHexString(packet)[..20]);
        Assert.Equal(31, packet.Length);
        Assert.Equal("13C413D8000B", Convert.ToHexString(packet.AsSpan(20, 6)));
        AssertSums(packet, header: 20, source: 12, length: 8);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("even")]
    public void IPv6_HasTheSumThatItMustHave(string payload)
    {
        var packet = UdpPacket.Write(IPEndPoint.Parse("[2001:db8::1]:5060"), IPEndPoint.Parse("[2001:db8::2]:5061"), System.Text.Encoding.ASCII.GetBytes(payload));

        Assert.Equal(0x60, packet[0]);
        Assert.Equal(packet.Length - 40, BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(4)));
        AssertSums(packet, header: 40, source: 8, length: 32);
    }

    [Fact]
    public void MixedFamilies_AreMapped_AndWhatIsTooLongIsCut()
    {
        var packet = UdpPacket.Write(new IPEndPoint(IPAddress.Loopback, 5060), IPEndPoint.Parse("[2001:db8::2]:5061"), new byte[100_000]);

        Assert.InRange(packet.Length, 65_000, 65_575);
        AssertSums(packet, header: 40, source: 8, length: 32);
    }

    // What was summed right sums up to all ones with its checksum in it.
    private static void AssertSums(byte[] packet, int header, int source, int length)
    {
        if (header == 20)
        {
            Assert.Equal(ushort.MaxValue, Sum(packet.AsSpan(0, header)));
        }

        byte[] pseudo = [.. packet.AsSpan(source, length), 0, 17, (byte)((packet.Length - header) >> 8), (byte)(packet.Length - header)];
        Assert.Equal(ushort.MaxValue, Sum([.. pseudo, .. packet.AsSpan(header)]));
    }

    private static ushort Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0UL;
        for (var i = 0; i < bytes.Length; i += 2)
        {
            sum += (ulong)((bytes[i] << 8) | (i + 1 < bytes.Length ? bytes[i + 1] : 0));
        }

        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (ushort)sum;
    }
}
