using System.Buffers.Binary;

namespace DialIn.Media.Rtcp;

// RFC 3550 §6.4.1: each packet of a compound begins like this.
//
//   0                   1                   2                   3
//   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |V=2|P|  count  |      type     |  length in words, less one    |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

/// <summary>The RTCP packets of one datagram, read from a buffer that somebody else owns. RFC 3550 §6.1.</summary>
internal readonly ref struct RtcpCompound
{
    /// <summary>Bytes of each packet's header.</summary>
    public const int HeaderLength = 4;

    /// <summary>The longest datagram that is read: what fits an Ethernet frame.</summary>
    public const int MaxLength = 1500;

    // A telephone sends three or four. More is no report.
    private const int MaxPackets = 32;

    private const int VersionBits = 0xC0;
    private const int Version2 = 0x80;
    private const int PaddingBit = 0x20;

    private readonly ReadOnlySpan<byte> _datagram;

    private RtcpCompound(ReadOnlySpan<byte> datagram) => _datagram = datagram;

    /// <summary>Whether a datagram on a port that RTP and RTCP share is RTCP. RFC 5761 §4: the second byte decides.</summary>
    public static bool IsRtcp(ReadOnlySpan<byte> datagram) => datagram.Length >= HeaderLength && datagram[1] is >= 192 and <= 223;

    /// <summary>Reads a datagram. Never throws.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="isReducedSize">Whether it may begin with any packet, as RFC 5506 allows once both sides have agreed.</param>
    /// <param name="compound">Its packets.</param>
    /// <returns>False unless RFC 3550 §A.2 holds: version 2 throughout, SR or RR first, padding on the last packet alone, and lengths that add up to that of the datagram.</returns>
    public static bool TryParse(ReadOnlySpan<byte> datagram, bool isReducedSize, out RtcpCompound compound)
    {
        compound = default;
        if (datagram.Length is < HeaderLength or > MaxLength || (!isReducedSize && !IsReport(datagram[1])))
        {
            return false;
        }

        var packets = 0;
        for (var rest = datagram; rest.Length > 0; packets++)
        {
            if (rest.Length < HeaderLength || (rest[0] & VersionBits) != Version2 || packets == MaxPackets)
            {
                return false;
            }

            var length = LengthOf(rest);
            if (length > rest.Length || !HasValidPadding(rest[..length], isLast: length == rest.Length, isOnly: packets == 0))
            {
                return false;
            }

            rest = rest[length..];
        }

        compound = new RtcpCompound(datagram);
        return true;
    }

    /// <summary>Walks through the packets.</summary>
    public Enumerator GetEnumerator() => new(_datagram);

    private static bool IsReport(byte type) => (RtcpPacketType)type is RtcpPacketType.SenderReport or RtcpPacketType.ReceiverReport;

    private static int LengthOf(ReadOnlySpan<byte> packet) => (BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) + 1) * sizeof(uint);

    // RFC 3550 §6.4.1: the last byte counts the padding, itself included, in whole words. A single packet may be padded in reduced size only,
    // where it is the last one as well: §A.2 forbids it on the first packet of a compound.
    private static bool HasValidPadding(ReadOnlySpan<byte> packet, bool isLast, bool isOnly)
    {
        if ((packet[0] & PaddingBit) == 0)
        {
            return true;
        }

        var padding = packet[^1];
        return isLast && !(isOnly && IsReport(packet[1])) && padding > 0 && padding % sizeof(uint) == 0 && padding <= packet.Length - HeaderLength;
    }

    /// <summary>One packet of a compound.</summary>
    internal readonly ref struct Packet
    {
        public Packet(ReadOnlySpan<byte> packet)
        {
            Count = packet[0] & 0x1F;
            Type = (RtcpPacketType)packet[1];
            Body = packet[HeaderLength..(packet.Length - ((packet[0] & PaddingBit) != 0 ? packet[^1] : 0))];
        }

        /// <summary>What it is; others than those of the enumeration are possible.</summary>
        public RtcpPacketType Type { get; }

        /// <summary>How many report blocks, chunks or sources it has; 0 to 31.</summary>
        public int Count { get; }

        /// <summary>What comes after the header, without padding.</summary>
        public ReadOnlySpan<byte> Body { get; }
    }

    /// <summary>Walks through the packets of a compound that was found valid.</summary>
    internal ref struct Enumerator(ReadOnlySpan<byte> datagram)
    {
        private ReadOnlySpan<byte> _rest = datagram;

        /// <summary>The packet.</summary>
        public Packet Current { get; private set; }

        /// <summary>Goes on to the next packet.</summary>
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            var length = LengthOf(_rest);
            Current = new Packet(_rest[..length]);
            _rest = _rest[length..];
            return true;
        }
    }
}
