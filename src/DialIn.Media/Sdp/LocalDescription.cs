using System.Globalization;
using System.Net;
using DialIn.Media.Codecs;

namespace DialIn.Media.Sdp;

/// <summary>Puts together the descriptions that we send.</summary>
internal static class LocalDescription
{
    private const byte OfferedTelephoneEvents = 101;

    /// <summary>The answer that accepts one media and refuses the others.</summary>
    public static SessionDescription Answer(SessionDescription offer, int accepted, LocalAudio local, NegotiatedAudio negotiated)
    {
        var format = negotiated.Format;
        var media = offer.Media.Select((offered, index) => index == accepted
            ? Audio(
                local.Rtp, offered.Protocol, [(format.PayloadType, format.Codec)], format.TelephoneEventPayloadType, format.ComfortNoisePayloadType,
                PacketTime.ToAsk(offered), negotiated.Direction,
                [.. KeyAgreement.Attributes(negotiated.Srtp, local.Security), .. RtcpAttribute.Of(negotiated)])
            : Refused(offered));

        // RFC 3264 §6: the t= line of an answer equals that of the offer.
        return Versioned(local, [.. media], offer.Timing);
    }

    /// <summary>A first offer, or the previous description as an offer.</summary>
    public static SessionDescription Offer(LocalAudio local)
    {
        var codecs = local.Codecs.Select(codec => (codec.StaticPayloadType, codec)).ToList();
        byte? events = local.TelephoneEvents ? OfferedTelephoneEvents : null;
        if (local.Previous is { } previous && AudioSelection.IndexOfAudio(previous) is >= 0 and var index)
        {
            // RFC 3264 §8: the order and number of media stay, and what was refused stays refused.
            var again = previous.Media.ToArray();
            again[index] = !local.OffersAnew && HasOnly(again[index], local.Codecs)
                ? Redirected(again[index], local)
                // RFC 3264 §8.3.2: other formats than before; the static payload types mean the same in every description.
                : Audio(
                    local.Rtp, again[index].Protocol, codecs, EventsOf(again[index]) ?? events, NoiseOf(again[index]), AudioCodec.FrameMilliseconds, local.Direction,
                    [.. KeyAgreement.AttributesOf(again[index]), .. RtcpAttribute.Among(again[index].Attributes)]);
            return Versioned(local, again, previous.Timing);
        }

        var encrypted = local.Security.Offers;
        var keys = encrypted ? KeyAgreement.NewAttributes(local.Security) : [];
        return Versioned(
            local,
            [Audio(local.Rtp, KeyAgreement.Transport(encrypted), codecs, events, noise: null, AudioCodec.FrameMilliseconds, local.Direction, keys)],
            "0 0");
    }

    private static MediaDescription Audio(
        IPEndPoint rtp,
        string protocol,
        List<(byte PayloadType, AudioCodec Codec)> codecs,
        byte? telephoneEvents,
        byte? noise,
        int packetTime,
        Direction direction,
        IEnumerable<SdpAttribute> more)
    {
        var formats = new List<string>();
        var attributes = new List<SdpAttribute>();
        foreach (var (payloadType, codec) in codecs)
        {
            Add(payloadType, codec.EncodingName, codec.RtpClockRate);
        }

        if (telephoneEvents is { } events)
        {
            // RFC 4733 §2.4.1: 0-15 are the digits, star, pound and A to D.
            Add(events, RtpFormat.TelephoneEvent, AudioCodec.Pcma.RtpClockRate);
            attributes.Add(new SdpAttribute("fmtp", string.Create(CultureInfo.InvariantCulture, $"{events} 0-15")));
        }

        if (noise is { } type)
        {
            Add(type, RtpFormat.ComfortNoise, AudioCodec.Pcma.RtpClockRate);
        }

        attributes.Add(new SdpAttribute("ptime", packetTime.ToString(CultureInfo.InvariantCulture)));
        attributes.AddRange(more);
        attributes.Add(direction.ToAttribute());
        return new MediaDescription { Kind = "audio", Port = rtp.Port, Protocol = protocol, Formats = formats, Attributes = attributes };

        void Add(byte payloadType, string name, int clockRate)
        {
            formats.Add(payloadType.ToString(CultureInfo.InvariantCulture));
            attributes.Add(new SdpAttribute("rtpmap", string.Create(CultureInfo.InvariantCulture, $"{payloadType} {name}/{clockRate}")));
        }
    }

    private static bool HasOnly(MediaDescription media, IReadOnlyList<AudioCodec> codecs) =>
        RtpFormat.Of(media).All(format => format.IsTelephoneEvent || format.IsComfortNoise || codecs.Any(format.Is));

    // RFC 3264 §8.3.2: a payload type keeps its meaning for the whole session.
    private static byte? EventsOf(MediaDescription media) =>
        RtpFormat.Of(media).Where(format => format.IsTelephoneEvent).Select(format => (byte?)format.PayloadType).FirstOrDefault();

    private static byte? NoiseOf(MediaDescription media) =>
        RtpFormat.Of(media).Where(format => format.IsComfortNoise).Select(format => (byte?)format.PayloadType).FirstOrDefault();

    // RFC 3264 §6: a refused stream keeps its place, its kind and its formats, with port 0.
    private static MediaDescription Refused(MediaDescription offered) =>
        new() { Kind = offered.Kind, Port = 0, Protocol = offered.Protocol, Formats = offered.Formats };

    private static MediaDescription Redirected(MediaDescription media, LocalAudio local)
    {
        var others = media.Attributes.Where(attribute => DirectionAttribute.Find([attribute]) is null);
        return media with { Port = local.Rtp.Port, Connection = null, Attributes = [.. others, local.Direction.ToAttribute()] };
    }

    // RFC 3264 §8: o= stays as it was if nothing changed; else its version, and nothing but its version, grows by one.
    private static SessionDescription Versioned(LocalAudio local, IReadOnlyList<MediaDescription> media, string timing)
    {
        var address = local.Rtp.Address;
        var description = new SessionDescription
        {
            Origin = local.Previous?.Origin ?? new Origin("-", local.SessionId, local.Version, address.ToString()),
            Connection = ConnectionData.Of(address),
            Timing = timing,
            Media = media,
        };
        if (local.Previous is not { } previous
            || (local.LastVersion <= previous.Origin.Version && description.ToBytes().AsSpan().SequenceEqual(previous.ToBytes())))
        {
            return description;
        }

        return description with { Origin = description.Origin with { Version = Math.Max(previous.Origin.Version, local.LastVersion) + 1 } };
    }
}
