using System.Globalization;
using DialIn.Media.Codecs;

namespace DialIn.Media.Sdp;

/// <summary>One payload type of an <c>m=</c> line with its meaning: from <c>a=rtpmap</c>, or from the static table of RFC 3551 §6.</summary>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="EncodingName">The name as written; compared without regard to case.</param>
/// <param name="ClockRate">Ticks in a second.</param>
/// <param name="Channels">1 unless the map says more.</param>
internal readonly record struct RtpFormat(byte PayloadType, string EncodingName, int ClockRate, int Channels)
{
    public const string TelephoneEvent = "telephone-event";

    /// <summary>RFC 3389 §4: comfort noise, for codecs with an RTP clock of 8000 Hz, G.722 among them.</summary>
    public const string ComfortNoise = "CN";

    private const byte StaticComfortNoise = 13;

    /// <summary>Whether these are telephone-events at the clock of our codecs; those at other rates belong to other codecs.</summary>
    public bool IsTelephoneEvent => Named(TelephoneEvent) && ClockRate == AudioCodec.Pcma.RtpClockRate;

    /// <summary>Whether this is comfort noise at the clock of our codecs.</summary>
    public bool IsComfortNoise => Named(ComfortNoise) && ClockRate == AudioCodec.Pcma.RtpClockRate;

    /// <summary>The formats of a media in its order. What is no payload type, or means nothing to us, is left out.</summary>
    public static IEnumerable<RtpFormat> Of(MediaDescription media)
    {
        var maps = Maps(media);
        foreach (var format in media.Formats)
        {
            if (TryPayloadType(format, out var payloadType))
            {
                if (maps.TryGetValue(payloadType, out var mapped))
                {
                    yield return mapped;
                }
                else if (AudioCodec.All.FirstOrDefault(codec => codec.StaticPayloadType == payloadType) is { } codec)
                {
                    // RFC 3551 §6: a static payload type needs no a=rtpmap.
                    yield return new RtpFormat(payloadType, codec.EncodingName, codec.RtpClockRate, 1);
                }
                else if (payloadType == StaticComfortNoise)
                {
                    yield return new RtpFormat(payloadType, ComfortNoise, AudioCodec.Pcma.RtpClockRate, 1);
                }
            }
        }
    }

    public bool Is(AudioCodec codec) => Named(codec.EncodingName) && Channels == 1
        && (ClockRate == codec.RtpClockRate || IsTrueG722Rate(codec));

    // RFC 3551 §4.5.2: the clock of G.722 is written as 8000 by an old mistake; some write what they sample.
    private bool IsTrueG722Rate(AudioCodec codec) => PayloadType == codec.StaticPayloadType && ClockRate == codec.SampleRate;

    private bool Named(string name) => EncodingName.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<byte, RtpFormat> Maps(MediaDescription media)
    {
        var maps = new Dictionary<byte, RtpFormat>();
        foreach (var (name, value) in media.Attributes)
        {
            if (name == "rtpmap" && value is not null && TryMap(value, out var format))
            {
                maps.TryAdd(format.PayloadType, format);
            }
        }

        return maps;
    }

    // RFC 8866 §6.6: payload type, space, name, slash, clock rate, and for more than one channel a slash and their number.
    private static bool TryMap(string value, out RtpFormat format)
    {
        format = default;
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !TryPayloadType(value[..space], out var payloadType))
        {
            return false;
        }

        var parts = value[(space + 1)..].Trim().Split('/');
        var channels = 1;
        if (parts.Length is < 2 or > 3 || !TryNumber(parts[1], out var clockRate) || (parts.Length == 3 && !TryNumber(parts[2], out channels)))
        {
            return false;
        }

        format = new RtpFormat(payloadType, parts[0], clockRate, channels);
        return true;
    }

    private static bool TryPayloadType(string text, out byte payloadType)
    {
        var isNumber = TryNumber(text, out var number) && number <= 127;
        payloadType = isNumber ? (byte)number : (byte)0;
        return isNumber;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
