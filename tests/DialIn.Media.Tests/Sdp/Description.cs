using System.Net;
using System.Text;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;

namespace DialIn.Media.Tests.Sdp;

/// <summary>Short ways to descriptions for tests.</summary>
internal static class Description
{
    public static readonly LocalAudio Local = new(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 20000), AudioCodec.All, 4711);

    public static SessionDescription Parse(ReadOnlySpan<byte> bytes)
    {
        Assert.True(SessionDescription.TryParse(bytes, out var description, out var error), $"{error} in\n{Encoding.UTF8.GetString(bytes)}");
        Assert.Equal(default, error);
        return description;
    }

    /// <summary>Parses lines that are parted by <c>|</c> here.</summary>
    public static SessionDescription Parse(string lines) => Parse(Bytes(lines));

    /// <summary>An offer from 198.51.100.7 with the given <c>m=</c> and <c>a=</c> lines.</summary>
    public static SessionDescription Offer(string media, string connection = "IN IP4 198.51.100.7") =>
        Parse($"v=0|o=- 1 1 IN IP4 198.51.100.7|s=-|c={connection}|t=0 0|{media}");

    public static byte[] Bytes(string lines) => Encoding.UTF8.GetBytes(lines.Replace("|", "\r\n", StringComparison.Ordinal) + "\r\n");

    public static string Text(SessionDescription description) =>
        Encoding.UTF8.GetString(description.ToBytes()).Replace("\r\n", "|", StringComparison.Ordinal).TrimEnd('|');

    public static (SessionDescription Answer, NegotiatedAudio Negotiated) Answer(SessionDescription offer, LocalAudio? local = null)
    {
        Assert.True(OfferAnswer.TryAnswer(offer, local ?? Local, out var answer, out var negotiated, out var refusal), refusal.ToString());
        Assert.Equal(OfferRefusal.None, refusal);
        return (answer, negotiated);
    }

    public static OfferRefusal Refusal(SessionDescription offer, LocalAudio? local = null)
    {
        Assert.False(OfferAnswer.TryAnswer(offer, local ?? Local, out var answer, out var negotiated, out var refusal));
        Assert.Null(answer);
        Assert.Null(negotiated);
        return refusal;
    }
}
