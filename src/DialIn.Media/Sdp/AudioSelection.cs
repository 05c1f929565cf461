using DialIn.Media.Codecs;

namespace DialIn.Media.Sdp;

/// <summary>Picks the one codec and the telephone-events out of a media description.</summary>
internal static class AudioSelection
{
    /// <summary>The best codec of ours that an offer has, under the payload type of the offer.</summary>
    public static AudioFormat? OfOffer(MediaDescription offered, IReadOnlyList<AudioCodec> preferred, bool telephoneEvents)
    {
        var formats = RtpFormat.Of(offered).ToList();
        foreach (var codec in preferred)
        {
            foreach (var format in formats)
            {
                if (format.Is(codec))
                {
                    return Format(offered, codec, format.PayloadType, telephoneEvents ? Events(formats) : null, Noise(formats));
                }
            }
        }

        return null;
    }

    /// <summary>The first codec of an answer that our offer had. RFC 3264 §7: the answerer lists what it prefers first.</summary>
    public static AudioFormat? OfAnswer(MediaDescription offered, MediaDescription answered)
    {
        var ours = RtpFormat.Of(offered).ToList();
        var theirs = RtpFormat.Of(answered).ToList();
        foreach (var format in theirs)
        {
            if (AudioCodec.All.FirstOrDefault(format.Is) is { } codec && ours.Any(own => own.Is(codec)))
            {
                var offeredEvents = Events(ours);
                var answer = Format(
                    answered, codec, format.PayloadType, offeredEvents is null ? null : Events(theirs), Noise(ours) is null ? null : Noise(theirs));
                return answer.TelephoneEventPayloadType is { } events && events != offeredEvents
                    ? answer with { OfferedTelephoneEventPayloadType = offeredEvents }
                    : answer;
            }
        }

        return null;
    }

    /// <summary>The codecs of our side, the one of the previous description first: a running call keeps its codec if it can.</summary>
    public static IReadOnlyList<AudioCodec> PreferPrevious(LocalAudio local)
    {
        if (local.Previous is not { } previous || IndexOfAudio(previous) is not (>= 0 and var index))
        {
            return local.Codecs;
        }

        var first = RtpFormat.Of(previous.Media[index]).FirstOrDefault();
        return local.Codecs.FirstOrDefault(first.Is) is { } running ? [running, .. local.Codecs.Where(codec => codec != running)] : local.Codecs;
    }

    /// <summary>The place of the audio that is in use, or -1.</summary>
    public static int IndexOfAudio(SessionDescription description)
    {
        for (var i = 0; i < description.Media.Count; i++)
        {
            if (description.Media[i] is { IsAudio: true, Port: > 0 })
            {
                return i;
            }
        }

        return -1;
    }

    private static AudioFormat Format(MediaDescription theirs, AudioCodec codec, byte payloadType, byte? events, byte? noise) =>
        new(codec, payloadType, events, PacketTime.Of(theirs)) { ComfortNoisePayloadType = noise };

    private static byte? Events(List<RtpFormat> formats) =>
        formats.Where(static format => format.IsTelephoneEvent).Select(static format => (byte?)format.PayloadType).FirstOrDefault();

    private static byte? Noise(List<RtpFormat> formats) =>
        formats.Where(static format => format.IsComfortNoise).Select(static format => (byte?)format.PayloadType).FirstOrDefault();
}
