using System.Buffers.Binary;

namespace DialIn.Media.Rtcp;

/// <summary>
/// Puts a compound together: SR or RR first, then SDES with the CNAME, then BYE if the source leaves. RFC 3550 §6.1. The
/// destination must have <see cref="MaxLength"/> bytes, else an <see cref="ArgumentException"/>.
/// </summary>
internal ref struct RtcpWriter
{
    /// <summary>The most that one compound of ours takes.</summary>
    public const int MaxLength = (3 * RtcpCompound.HeaderLength) + (3 * sizeof(uint)) + Rtcp.SenderInfo.Length + ReportBlock.Length + CanonicalName.Length + 4;

    private const byte Version2 = 0x80;
    private const byte CanonicalNameItem = 1;

    private readonly Span<byte> _destination;
    private readonly uint _ssrc;

    /// <summary>Begins a compound.</summary>
    /// <param name="destination">Where it goes.</param>
    /// <param name="ssrc">Our own SSRC.</param>
    public RtcpWriter(Span<byte> destination, uint ssrc)
    {
        if (destination.Length < MaxLength)
        {
            throw new ArgumentException($"an RTCP compound takes up to {MaxLength} bytes", nameof(destination));
        }

        _destination = destination;
        _ssrc = ssrc;
    }

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>SR. RFC 3550 §6.4.1.</summary>
    /// <param name="sent">What was sent.</param>
    /// <param name="received">What was received, if anything was.</param>
    public void SenderReport(in SenderInfo sent, ReportBlock? received)
    {
        var start = Begin(RtcpPacketType.SenderReport, received is null ? 0 : 1);
        sent.Write(_destination[Length..]);
        Length += Rtcp.SenderInfo.Length;
        End(start, received);
    }

    /// <summary>RR, for a source that has not sent lately. RFC 3550 §6.4.2.</summary>
    /// <param name="received">What was received; without it the report is empty, and still comes first.</param>
    public void ReceiverReport(ReportBlock? received) => End(Begin(RtcpPacketType.ReceiverReport, received is null ? 0 : 1), received);

    /// <summary>SDES with the CNAME and nothing else: it is all that a peer needs. RFC 3550 §6.5.1.</summary>
    public void SourceDescription(in CanonicalName name)
    {
        var start = Begin(RtcpPacketType.SourceDescription, 1);
        _destination[Length] = CanonicalNameItem;
        _destination[Length + 1] = CanonicalName.Length;
        name.Write(_destination[(Length + 2)..]);
        Length += 2 + CanonicalName.Length;

        // RFC 3550 §6.5: a zero byte ends the items, and zeros fill up to a whole word.
        do
        {
            _destination[Length++] = 0;
        }
        while ((Length - start) % sizeof(uint) != 0);

        End(start, null);
    }

    /// <summary>BYE, without a reason: it would tell the peer what SIP tells it anyway. RFC 3550 §6.6.</summary>
    public void Goodbye() => End(Begin(RtcpPacketType.Goodbye, 1), null);

    private int Begin(RtcpPacketType type, int count)
    {
        var start = Length;
        _destination[start] = (byte)(Version2 | count);
        _destination[start + 1] = (byte)type;
        BinaryPrimitives.WriteUInt32BigEndian(_destination[(start + RtcpCompound.HeaderLength)..], _ssrc);
        Length = start + RtcpCompound.HeaderLength + sizeof(uint);
        return start;
    }

    private void End(int start, ReportBlock? block)
    {
        if (block is { } received)
        {
            received.Write(_destination[Length..]);
            Length += ReportBlock.Length;
        }

        BinaryPrimitives.WriteUInt16BigEndian(_destination[(start + 2)..], (ushort)(((Length - start) / sizeof(uint)) - 1));
    }
}
