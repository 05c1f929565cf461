using System.Buffers.Binary;

namespace DialIn.Operations.Traces;

/// <summary>The file format of libpcap: a header, then packets with their time, each beginning with its IP header.</summary>
internal static class PcapFile
{
    private const uint Magic = 0xA1B2C3D4;

    // LINKTYPE_RAW: the packet begins with its IP header.
    private const uint LinkTypeRaw = 101;
    private const int LongestPacket = 262_144;
    private const int PacketHeaderLength = 16;
    private const long TicksPerMicrosecond = 10;

    /// <summary>The beginning of a file.</summary>
    public static byte[] Header()
    {
        var header = new byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), 4);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), LongestPacket);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(20), LinkTypeRaw);
        return header;
    }

    /// <summary>A packet with the header that goes before it.</summary>
    public static byte[] Record(DateTimeOffset at, ReadOnlySpan<byte> packet)
    {
        var record = new byte[PacketHeaderLength + packet.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)at.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), (uint)(at.UtcTicks % TimeSpan.TicksPerSecond / TicksPerMicrosecond));
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(8), packet.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(12), packet.Length);
        packet.CopyTo(record.AsSpan(PacketHeaderLength));
        return record;
    }
}
