using System.Buffers.Binary;

namespace DialIn.Media.Rtcp;

/// <summary>What a receiver says of one source, in an SR or RR. RFC 3550 §6.4.1.</summary>
/// <param name="Ssrc">The source that was received.</param>
/// <param name="FractionLost">The share lost since the last report, in 256ths.</param>
/// <param name="CumulativeLost">Packets lost since the beginning, 24 bits with sign.</param>
/// <param name="ExtendedHighestSequenceNumber">The highest sequence number, wraps in the upper half.</param>
/// <param name="InterarrivalJitter">In ticks of the stream's RTP clock.</param>
/// <param name="LastSenderReport">The middle 32 bits of the last SR's NTP timestamp, 0 if none came.</param>
/// <param name="DelaySinceLastSenderReport">How long ago that SR came, in 65536ths of a second.</param>
internal readonly record struct ReportBlock(
    uint Ssrc,
    byte FractionLost,
    int CumulativeLost,
    uint ExtendedHighestSequenceNumber,
    uint InterarrivalJitter,
    uint LastSenderReport,
    uint DelaySinceLastSenderReport)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 24;

    private const int Bits24 = 0xFFFFFF;

    /// <summary>Reads it.</summary>
    /// <param name="source">At least <see cref="Length"/> bytes.</param>
    public static ReportBlock Read(ReadOnlySpan<byte> source)
    {
        var lost = BinaryPrimitives.ReadUInt32BigEndian(source[4..]);
        return new ReportBlock(
            BinaryPrimitives.ReadUInt32BigEndian(source),
            (byte)(lost >> 24),
            (int)(lost << 8) >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(source[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[20..]));
    }

    /// <summary>Writes it.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], ((uint)FractionLost << 24) | (uint)(CumulativeLost & Bits24));
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ExtendedHighestSequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], InterarrivalJitter);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(destination[20..], DelaySinceLastSenderReport);
    }
}
