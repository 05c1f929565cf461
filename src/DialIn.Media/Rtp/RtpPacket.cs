using System.Buffers.Binary;

namespace DialIn.Media.Rtp;

// RFC 3550 §5.1
//
//   0                   1                   2                   3
//   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |V=2|P|X|  CC   |M|     PT      |       sequence number         |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |                           timestamp                           |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |                             SSRC                              |
//  +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
//  |                  CSRC, CC times 4 bytes                       |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |  if X: profile (2 bytes), words (2 bytes), words times 4 bytes|
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |  payload ...                      if P: padding, its last byte|
//  |                                   counts it, itself included  |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

/// <summary>An RTP packet read from a buffer that somebody else owns. RFC 3550 §5.1.</summary>
public readonly ref struct RtpPacket
{
    /// <summary>Bytes of a header without CSRCs and extension: all that the bridge ever sends.</summary>
    public const int HeaderLength = 12;

    private const int VersionBits = 0xC0;
    private const int Version2 = 0x80;
    private const int PaddingBit = 0x20;
    private const int ExtensionBit = 0x10;
    private const int CsrcCountBits = 0x0F;
    private const int MarkerBit = 0x80;
    private const int PayloadTypeBits = 0x7F;
    private const int SequenceNumberOffset = 2;
    private const int TimestampOffset = 4;
    private const int SsrcOffset = 8;
    private const int ExtensionHeaderLength = 4;

    private RtpPacket(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> payload)
    {
        Marker = (datagram[1] & MarkerBit) != 0;
        PayloadType = (byte)(datagram[1] & PayloadTypeBits);
        SequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(datagram[SequenceNumberOffset..]);
        Timestamp = BinaryPrimitives.ReadUInt32BigEndian(datagram[TimestampOffset..]);
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[SsrcOffset..]);
        Payload = payload;
    }

    /// <summary>Puts a packet together that never was a datagram.</summary>
    internal RtpPacket(bool marker, byte payloadType, ushort sequenceNumber, uint timestamp, uint ssrc, ReadOnlySpan<byte> payload)
    {
        (Marker, PayloadType, SequenceNumber, Timestamp, Ssrc) = (marker, payloadType, sequenceNumber, timestamp, ssrc);
        Payload = payload;
    }

    /// <summary>For audio, the first packet after a silence. RFC 3551 §4.1.</summary>
    public bool Marker { get; }

    /// <summary>What the payload is, as the session description numbers it; 0 to 127.</summary>
    public byte PayloadType { get; }

    /// <summary>One more for each packet sent, wrapping.</summary>
    public ushort SequenceNumber { get; }

    /// <summary>The first sample's instant in ticks of the payload's RTP clock, wrapping.</summary>
    public uint Timestamp { get; }

    /// <summary>The synchronisation source.</summary>
    public uint Ssrc { get; }

    /// <summary>The payload without CSRCs, extension and padding; it may be empty.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Reads a datagram. Never throws.</summary>
    /// <returns>False for another version than 2 and for lengths that overrun the datagram. RFC 3550 §A.1.</returns>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        if (!TryReadHeaderLength(datagram, out var start))
        {
            return false;
        }

        var end = datagram.Length;
        if ((datagram[0] & PaddingBit) != 0)
        {
            var padding = datagram[^1];
            if (padding == 0)
            {
                return false;
            }

            end -= padding;
        }

        if (start > end)
        {
            return false;
        }

        packet = new RtpPacket(datagram, datagram[start..end]);
        return true;
    }

    /// <summary>How many bytes stand before the payload: fixed header, CSRCs and extension. It may be more than the datagram has.</summary>
    internal static bool TryReadHeaderLength(ReadOnlySpan<byte> datagram, out int length)
    {
        length = 0;
        if (datagram.Length < HeaderLength || (datagram[0] & VersionBits) != Version2)
        {
            return false;
        }

        length = HeaderLength + ((datagram[0] & CsrcCountBits) * sizeof(uint));
        if ((datagram[0] & ExtensionBit) == 0)
        {
            return true;
        }

        if (datagram.Length < length + ExtensionHeaderLength)
        {
            return false;
        }

        // RFC 3550 §5.3.1: the length counts 32-bit words and leaves out these four bytes themselves.
        length += ExtensionHeaderLength + (BinaryPrimitives.ReadUInt16BigEndian(datagram[(length + 2)..]) * sizeof(uint));
        return true;
    }

    /// <summary>Writes a packet without CSRCs, extension and padding.</summary>
    /// <param name="destination">At least <see cref="HeaderLength"/> plus the payload's length, else an <see cref="ArgumentException"/>.</param>
    /// <param name="marker">The marker bit.</param>
    /// <param name="payloadType">0 to 127.</param>
    /// <param name="sequenceNumber">The sequence number.</param>
    /// <param name="timestamp">The timestamp.</param>
    /// <param name="ssrc">The synchronisation source.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(
        Span<byte> destination, bool marker, byte payloadType, ushort sequenceNumber, uint timestamp, uint ssrc, ReadOnlySpan<byte> payload)
    {
        destination[0] = Version2;
        destination[1] = (byte)((payloadType & PayloadTypeBits) | (marker ? MarkerBit : 0));
        BinaryPrimitives.WriteUInt16BigEndian(destination[SequenceNumberOffset..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(destination[TimestampOffset..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[SsrcOffset..], ssrc);
        payload.CopyTo(destination[HeaderLength..]);
        return HeaderLength + payload.Length;
    }
}
