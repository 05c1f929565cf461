using System.Net;
using DialIn.Media.Rtp;
using DialIn.Media.Transcoding;

namespace DialIn.Media.Relay;

/// <summary>What a leg counted so far. The figures are read while the loop runs, so they may be a packet apart.</summary>
/// <param name="Received">Packets of the latched source.</param>
/// <param name="Sent">Packets sent to the peer: prompts, digits, silence and relayed audio.</param>
/// <param name="Relayed">Those of the sent packets that came from the other leg.</param>
/// <param name="Strangers">Packets refused because of their source: before the latch, and from elsewhere after it. Those of a source on probation count until it is believed.</param>
/// <param name="Malformed">Datagrams that are no RTP.</param>
/// <param name="OtherPayloadTypes">Packets of a payload type that was not negotiated.</param>
/// <param name="SocketErrors">Errors of the socket, such as ICMP's "port unreachable". They end nothing.</param>
/// <param name="Source">The latched source, or null before the latch.</param>
/// <param name="Reception">Loss and jitter of the latched source.</param>
public sealed record LegStatistics(
    long Received,
    long Sent,
    long Relayed,
    long Strangers,
    long Malformed,
    long OtherPayloadTypes,
    long SocketErrors,
    IPEndPoint? Source,
    ReceptionReport Reception)
{
    /// <summary>Packets of the latched source that were dropped because it sends too many.</summary>
    public long OverRate { get; init; }

    /// <summary>How often the peer's stream went on from another address.</summary>
    public long Handovers { get; init; }

    /// <summary>What was counted of RTCP.</summary>
    public required RtcpStatistics Rtcp { get; init; }

    /// <summary>Packets that were not encrypted with the peer's key: forged, damaged, or plain. They prove nothing of their source.</summary>
    public long Unauthentic { get; init; }

    /// <summary>Encrypted packets that had come before, or came too late to know.</summary>
    public long Replayed { get; init; }

    /// <summary>Of the sent packets, those that were made from another codec of the other leg.</summary>
    public TranscodingCounts Transcoding { get; init; }
}
