using System.Buffers.Binary;

namespace DialIn.Media.Rtcp;

// RFC 3611 §4.7
//
//   0                   1                   2                   3
//   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |     BT=7      |   reserved    |       block length = 8        |
//  |                        SSRC of source                         |
//  |   loss rate   | discard rate  | burst density |  gap density  |
//  |       burst duration          |         gap duration          |
//  |     round trip delay          |       end system delay        |
//  | signal level  |  noise level  |     RERL      |     Gmin      |
//  |   R factor    | ext. R factor |    MOS-LQ     |    MOS-CQ     |
//  |   RX config   |   reserved    |          JB nominal           |
//  |          JB maximum           |          JB abs max           |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

/// <summary>What a peer's telephone measured of a stream, in the VoIP metrics block of an XR. RFC 3611 §4.7.</summary>
/// <param name="Ssrc">The stream.</param>
/// <param name="LossRate">Packets lost in the network, in 256ths.</param>
/// <param name="DiscardRate">Packets that came too late or too early, in 256ths.</param>
/// <param name="BurstDensity">Lost and discarded packets within bursts, in 256ths.</param>
/// <param name="GapDensity">Lost and discarded packets between bursts, in 256ths.</param>
/// <param name="BurstDuration">Mean length of a burst in milliseconds.</param>
/// <param name="GapDuration">Mean length of a gap in milliseconds.</param>
/// <param name="RoundTripDelay">The last one that was measured, in milliseconds; 0 if none was.</param>
/// <param name="EndSystemDelay">What the telephone itself adds, in milliseconds.</param>
/// <param name="RFactor">0 to 100, 127 if it was not calculated.</param>
/// <param name="ListeningQuality">MOS-LQ in tenths, 10 to 50; 127 if it was not calculated.</param>
/// <param name="ConversationalQuality">MOS-CQ in tenths, 10 to 50; 127 if it was not calculated.</param>
/// <param name="ReceiverConfiguration">Concealment and jitter buffer. RFC 3611 §4.7.6.</param>
internal readonly record struct VoipMetrics(
    uint Ssrc,
    byte LossRate,
    byte DiscardRate,
    byte BurstDensity,
    byte GapDensity,
    ushort BurstDuration,
    ushort GapDuration,
    ushort RoundTripDelay,
    ushort EndSystemDelay,
    byte RFactor,
    byte ListeningQuality,
    byte ConversationalQuality,
    byte ReceiverConfiguration)
{
    /// <summary>The block's type.</summary>
    public const byte BlockType = 7;

    /// <summary>Bytes on the wire after the block's header.</summary>
    public const int Length = 32;

    private const int ConcealmentShift = 6;
    private const int ConcealmentDisabled = 1;

    /// <summary>Whether the telephone says that it plays silence for what is lost. RFC 3611 §4.7.6.</summary>
    public bool IsWithoutConcealment => ReceiverConfiguration >> ConcealmentShift == ConcealmentDisabled;

    /// <summary>Reads it.</summary>
    /// <param name="source">At least <see cref="Length"/> bytes, from the SSRC on.</param>
    public static VoipMetrics Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt32BigEndian(source),
        source[4],
        source[5],
        source[6],
        source[7],
        BinaryPrimitives.ReadUInt16BigEndian(source[8..]),
        BinaryPrimitives.ReadUInt16BigEndian(source[10..]),
        BinaryPrimitives.ReadUInt16BigEndian(source[12..]),
        BinaryPrimitives.ReadUInt16BigEndian(source[14..]),
        source[20],
        source[22],
        source[23],
        source[24]);
}
