using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DialIn.Operations.Traces;

/// <summary>Writes a datagram with its IP header and its UDP header, as they would be on the wire.</summary>
internal static class UdpPacket
{
    private const int UdpHeader = 8;
    private const int IPv4Header = 20;
    private const int IPv6Header = 40;
    private const byte Udp = 17;
    private const byte HopLimit = 64;

    // UDP's length has 16 bits.
    private const int MostPayload = ushort.MaxValue - UdpHeader - IPv4Header;

    /// <summary>The packet; a payload that no datagram holds is cut.</summary>
    public static byte[] Write(IPEndPoint source, IPEndPoint destination, ReadOnlySpan<byte> payload)
    {
        var isIPv6 = source.AddressFamily == AddressFamily.InterNetworkV6 || destination.AddressFamily == AddressFamily.InterNetworkV6;
        payload = payload[..Math.Min(payload.Length, MostPayload)];
        var header = isIPv6 ? IPv6Header : IPv4Header;
        var packet = new byte[header + UdpHeader + payload.Length];
        var (from, to) = isIPv6
            ? (source.Address.MapToIPv6().GetAddressBytes(), destination.Address.MapToIPv6().GetAddressBytes())
            : (source.Address.GetAddressBytes(), destination.Address.GetAddressBytes());
        var datagram = packet.AsSpan(header);
        BinaryPrimitives.WriteUInt16BigEndian(datagram, (ushort)source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[2..], (ushort)destination.Port);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[4..], (ushort)datagram.Length);
        payload.CopyTo(datagram[UdpHeader..]);
        var sum = Sum(from) + Sum(to) + Udp + (uint)datagram.Length + Sum(datagram);
        // A sum of zero is written as all ones, zero means none.
        BinaryPrimitives.WriteUInt16BigEndian(datagram[6..], Fold(sum) is var checksum && checksum == 0 ? ushort.MaxValue : checksum);
        if (isIPv6)
        {
            WriteIPv6(packet, from, to, datagram.Length);
        }
        else
        {
            WriteIPv4(packet, from, to);
        }

        return packet;
    }

    private static void WriteIPv4(Span<byte> packet, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
        packet[8] = HopLimit;
        packet[9] = Udp;
        from.CopyTo(packet[12..]);
        to.CopyTo(packet[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], Fold(Sum(packet[..IPv4Header])));
    }

    private static void WriteIPv6(Span<byte> packet, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, int length)
    {
        packet[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)length);
        packet[6] = Udp;
        packet[7] = HopLimit;
        from.CopyTo(packet[8..]);
        to.CopyTo(packet[24..]);
    }

    // The one's complement sum of 16-bit words, an odd byte counts as the higher one.
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (var i = 0; i < bytes.Length; i++)
        {
            sum += (uint)bytes[i] << ((i & 1) == 0 ? 8 : 0);
        }

        return sum;
    }

    private static ushort Fold(uint sum)
    {
        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
