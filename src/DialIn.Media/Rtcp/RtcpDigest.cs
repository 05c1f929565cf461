using System.Buffers.Binary;

namespace DialIn.Media.Rtcp;

/// <summary>
/// What a compound means to one receiver: the sender's own figures, and what it says of our stream. All else is
/// skipped, a goodbye among it: it ends nothing. RFC 3550 §6.4.
/// </summary>
internal readonly record struct RtcpDigest
{
    // RFC 3611 §3: type, type-specific byte, length in words without this header.
    private const int ExtendedBlockHeader = 4;

    /// <summary>Who sent it: the SSRC of its first packet that names one.</summary>
    public uint? Sender { get; private init; }

    /// <summary>The sender's figures of its own stream; null in a compound without SR.</summary>
    public SenderInfo? SenderInfo { get; private init; }

    /// <summary>What the sender says of our stream.</summary>
    public ReportBlock? OfOurs { get; private init; }

    /// <summary>What the sender's telephone measured of our stream.</summary>
    public VoipMetrics? VoipOfOurs { get; private init; }

    /// <summary>Reads a compound. Never throws: packets that are too short for what they announce are skipped.</summary>
    /// <param name="compound">The compound.</param>
    /// <param name="ownSsrc">The SSRC of our own stream.</param>
    public static RtcpDigest Read(RtcpCompound compound, uint ownSsrc)
    {
        var digest = default(RtcpDigest);
        foreach (var packet in compound)
        {
            if (packet.Body.Length < sizeof(uint))
            {
                continue;
            }

            var sender = BinaryPrimitives.ReadUInt32BigEndian(packet.Body);
            var rest = packet.Body[sizeof(uint)..];
            digest = packet.Type switch
            {
                RtcpPacketType.SenderReport when rest.Length >= Rtcp.SenderInfo.Length => digest with
                {
                    Sender = digest.Sender ?? sender,
                    SenderInfo = Rtcp.SenderInfo.Read(rest),
                    OfOurs = Find(rest[Rtcp.SenderInfo.Length..], packet.Count, ownSsrc) ?? digest.OfOurs,
                },
                RtcpPacketType.ReceiverReport => digest with
                {
                    Sender = digest.Sender ?? sender,
                    OfOurs = Find(rest, packet.Count, ownSsrc) ?? digest.OfOurs,
                },
                RtcpPacketType.ExtendedReport => digest with
                {
                    Sender = digest.Sender ?? sender,
                    VoipOfOurs = FindVoipMetrics(rest, ownSsrc) ?? digest.VoipOfOurs,
                },
                RtcpPacketType.Goodbye when packet.Count > 0 => digest with
                {
                    Sender = digest.Sender ?? sender,
                },
                _ => digest,
            };
        }

        return digest;
    }

    private static ReportBlock? Find(ReadOnlySpan<byte> blocks, int count, uint ssrc)
    {
        for (var i = 0; i < count && blocks.Length >= ReportBlock.Length; i++, blocks = blocks[ReportBlock.Length..])
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(blocks) == ssrc)
            {
                return ReportBlock.Read(blocks);
            }
        }

        return null;
    }

    private static VoipMetrics? FindVoipMetrics(ReadOnlySpan<byte> blocks, uint ssrc)
    {
        while (blocks.Length >= ExtendedBlockHeader)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(blocks[2..]) * sizeof(uint);
            var body = blocks[ExtendedBlockHeader..];
            if (length > body.Length)
            {
                return null;
            }

            if (blocks[0] == VoipMetrics.BlockType && length >= VoipMetrics.Length && BinaryPrimitives.ReadUInt32BigEndian(body) == ssrc)
            {
                return VoipMetrics.Read(body);
            }

            blocks = body[length..];
        }

        return null;
    }
}
