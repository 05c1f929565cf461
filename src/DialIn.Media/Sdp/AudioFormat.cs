using DialIn.Media.Codecs;

namespace DialIn.Media.Sdp;

/// <summary>How audio looks on the wire between us and one peer.</summary>
/// <param name="Codec">The one codec of both directions.</param>
/// <param name="PayloadType">Its payload type, 0 to 127; the offerer's number, also for a dynamic one.</param>
/// <param name="TelephoneEventPayloadType">The payload type of telephone-events at 8000 Hz that the peer takes, or null when it takes none.</param>
/// <param name="PacketTimeMilliseconds">What we put into one packet that we make ourselves, as the peer asks: 10, 20, 30, 40, 50 or 60.</param>
public sealed record AudioFormat(AudioCodec Codec, byte PayloadType, byte? TelephoneEventPayloadType, int PacketTimeMilliseconds)
{
    /// <summary>
    /// Our own number for telephone-events, where we made the offer and the answer has another one. RFC 3264 §6.1: the peer sends
    /// with the number of the offer; peers that send with their own are understood as well.
    /// </summary>
    public byte? OfferedTelephoneEventPayloadType { get; init; }

    /// <summary>The payload type of comfort noise (RFC 3389) that both sides know, or null: then silence is sent as audio.</summary>
    public byte? ComfortNoisePayloadType { get; init; }
}
