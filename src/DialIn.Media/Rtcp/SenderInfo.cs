using System.Buffers.Binary;

namespace DialIn.Media.Rtcp;

/// <summary>What a sender says of its stream in an SR. RFC 3550 §6.4.1.</summary>
/// <param name="NtpTimestamp">The sender's clock as the report left: seconds in the upper half, their fraction in the lower.</param>
/// <param name="RtpTimestamp">The same instant on the RTP clock of the stream.</param>
/// <param name="PacketCount">RTP packets sent, wrapping.</param>
/// <param name="OctetCount">Bytes of payload sent, wrapping.</param>
internal readonly record struct SenderInfo(ulong NtpTimestamp, uint RtpTimestamp, uint PacketCount, uint OctetCount)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 20;

    /// <summary>Reads it.</summary>
    /// <param name="source">At least <see cref="Length"/> bytes.</param>
    public static SenderInfo Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt64BigEndian(source),
        BinaryPrimitives.ReadUInt32BigEndian(source[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(source[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(source[16..]));

    /// <summary>Writes it.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, NtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], RtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], PacketCount);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], OctetCount);
    }
}
