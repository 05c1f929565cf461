using System.Net;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Media.Srtp;

namespace DialIn.Media.Relay;

/// <summary>
/// The media of a call as plain data: another process, or this one after a restart, continues both outgoing streams from it
/// without a break that a peer could notice. What was playing is not part of it; the call plays it again.
/// </summary>
/// <param name="TakenAt">When it was taken; the streams' clocks have run on since.</param>
/// <param name="Legs">The open legs in the order of opening.</param>
/// <param name="Joined">The two places in <paramref name="Legs"/> that relay to each other, or nothing.</param>
public sealed record CallMediaState(DateTimeOffset TakenAt, IReadOnlyList<MediaLegState> Legs, IReadOnlyList<int> Joined);

/// <summary>One leg of a <see cref="CallMediaState"/>.</summary>
/// <param name="Options">As given when the leg was opened.</param>
/// <param name="LocalPort">The RTP port; taken again if it is free.</param>
/// <param name="Negotiated">What was negotiated, or null before that.</param>
/// <param name="Source">The latched source as <c>address:port</c>, or null.</param>
/// <param name="Outgoing">The outgoing stream.</param>
public sealed record MediaLegState(
    MediaLegOptions Options, int LocalPort, NegotiatedAudioState? Negotiated, string? Source, OutgoingStreamState Outgoing)
{
    /// <summary>Where the encryption stands; its keys are in <see cref="Negotiated"/>. Null without encryption.</summary>
    public SrtpState? Srtp { get; init; }

    /// <summary>How the leg shows itself in RTCP; null from a version that sent none.</summary>
    public RtcpState? Rtcp { get; init; }

    /// <summary>Whether its audio is kept from the other leg.</summary>
    public bool IsMuted { get; init; }
}

/// <summary>What RTCP says of a leg's outgoing stream for the whole life of the leg.</summary>
/// <param name="CanonicalName">Its CNAME.</param>
/// <param name="Packets">RTP packets sent.</param>
/// <param name="Octets">Bytes of payload sent.</param>
/// <param name="Clock">How far its NTP clock has run.</param>
public sealed record RtcpState(string CanonicalName, long Packets, long Octets, TimeSpan Clock)
{
    /// <summary>Numbers left out in what was sent, because the other leg's packets were lost on their way.</summary>
    public long Gaps { get; init; }
}

/// <summary><see cref="NegotiatedAudio"/> in a form that any serialiser can write.</summary>
/// <param name="EncodingName">The codec's name.</param>
/// <param name="PayloadType">The audio's payload type.</param>
/// <param name="TelephoneEventPayloadType">The telephone-events' payload type, or null.</param>
/// <param name="OfferedTelephoneEventPayloadType">Our own number for them, where it is another one.</param>
/// <param name="PacketTimeMilliseconds">The packet time.</param>
/// <param name="RemoteRtp">The peer's <c>address:port</c> for RTP.</param>
/// <param name="RemoteRtcp">The peer's <c>address:port</c> for RTCP.</param>
/// <param name="Direction">Our own.</param>
public sealed record NegotiatedAudioState(
    string EncodingName, byte PayloadType, byte? TelephoneEventPayloadType, byte? OfferedTelephoneEventPayloadType, int PacketTimeMilliseconds,
    string RemoteRtp, string RemoteRtcp, Direction Direction)
{
    /// <summary>Whether RTP and RTCP share a port.</summary>
    public bool RtcpMux { get; init; }

    /// <summary>Whether RTCP may come in reduced size.</summary>
    public bool RtcpReducedSize { get; init; }

    /// <summary>The keys; null without encryption. Whoever writes the state down writes secrets.</summary>
    public SrtpKeysState? Srtp { get; init; }

    /// <summary>The comfort noise's payload type, or null.</summary>
    public byte? ComfortNoisePayloadType { get; init; }

    /// <summary>Writes it down.</summary>
    internal static NegotiatedAudioState From(NegotiatedAudio negotiated) => new(
        negotiated.Format.Codec.EncodingName,
        negotiated.Format.PayloadType,
        negotiated.Format.TelephoneEventPayloadType,
        negotiated.Format.OfferedTelephoneEventPayloadType,
        negotiated.Format.PacketTimeMilliseconds,
        negotiated.RemoteRtp.ToString(),
        negotiated.RemoteRtcp.ToString(),
        negotiated.Direction)
    {
        RtcpMux = negotiated.RtcpMux,
        RtcpReducedSize = negotiated.RtcpReducedSize,
        Srtp = negotiated.Srtp is { } keys ? SrtpKeysState.From(keys) : null,
        ComfortNoisePayloadType = negotiated.Format.ComfortNoisePayloadType,
    };

    /// <summary>Reads it back. Throws <see cref="FormatException"/> or <see cref="InvalidOperationException"/> when it was not written by <see cref="From"/>.</summary>
    internal NegotiatedAudio ToNegotiatedAudio() => new(
        new AudioFormat(
            AudioCodec.All.First(codec => codec.EncodingName == EncodingName), PayloadType, TelephoneEventPayloadType, PacketTimeMilliseconds)
        {
            OfferedTelephoneEventPayloadType = OfferedTelephoneEventPayloadType,
            ComfortNoisePayloadType = ComfortNoisePayloadType,
        },
        IPEndPoint.Parse(RemoteRtp),
        IPEndPoint.Parse(RemoteRtcp),
        Direction)
    {
        RtcpMux = RtcpMux,
        RtcpReducedSize = RtcpReducedSize,
        Srtp = Srtp?.ToKeys(),
    };
}

/// <summary>Where an outgoing stream stands.</summary>
/// <param name="Ssrc">Its SSRC, for the whole life of the leg.</param>
/// <param name="SequenceNumber">The last one sent.</param>
/// <param name="Timestamp">The last one sent.</param>
/// <param name="SinceTimestamp">How old that timestamp was when the state was taken; null when nothing was sent yet.</param>
/// <param name="Source">The source that is being relayed, or null.</param>
public sealed record OutgoingStreamState(
    uint Ssrc, ushort SequenceNumber, uint Timestamp, TimeSpan? SinceTimestamp, RelayedSourceState? Source);

/// <summary>How a relayed source's numbers map to ours.</summary>
/// <param name="Ssrc">The source's SSRC.</param>
/// <param name="SequenceNumber">The source's highest sequence number.</param>
/// <param name="Timestamp">The timestamp that came with it.</param>
/// <param name="SequenceOffset">Added to the source's sequence numbers.</param>
/// <param name="TimestampOffset">Added to the source's timestamps.</param>
/// <param name="Window">A bit for each of the last 64 sequence numbers that must not be sent again.</param>
public sealed record RelayedSourceState(
    uint Ssrc, ushort SequenceNumber, uint Timestamp, ushort SequenceOffset, uint TimestampOffset, ulong Window);
