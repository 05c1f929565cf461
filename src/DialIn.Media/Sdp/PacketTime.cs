using System.Globalization;
using DialIn.Media.Codecs;

namespace DialIn.Media.Sdp;

/// <summary>How long the packets are that a peer asks for: <c>a=ptime</c> and <c>a=maxptime</c>. RFC 8866 §6.4 and §6.5.</summary>
internal static class PacketTime
{
    private const int Shortest = 10;
    private const int Longest = 60;

    /// <summary>What we put into a packet of our own, in milliseconds: as asked, in whole steps of 10 from 10 to 60; 20 if nothing is asked.</summary>
    public static int Of(MediaDescription media)
    {
        var wished = Read(media, "ptime") ?? AudioCodec.FrameMilliseconds;
        var most = Read(media, "maxptime") ?? Longest;
        return Math.Clamp(Math.Min(wished, most) / Shortest * Shortest, Shortest, Longest);
    }

    /// <summary>What we ask a peer for, in milliseconds: the 20 that a conference gets, so that nothing has to be cut; less where it cannot do so much.</summary>
    public static int ToAsk(MediaDescription? offered) =>
        offered is not null && Read(offered, "maxptime") is { } most and < AudioCodec.FrameMilliseconds ? Math.Max(most, Shortest) : AudioCodec.FrameMilliseconds;

    // Some write fractions: "ptime:20.0".
    private static int? Read(MediaDescription media, string name) =>
        double.TryParse(media.Attribute(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 1 and < 10_000
            ? (int)value
            : null;
}
