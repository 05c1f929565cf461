using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Sdp;

/// <summary>Comfort noise is agreed on where the peer brings it up; we never do.</summary>
public class ComfortNoiseTests
{
    [Theory]
    [Rfc(3389, "4")]
    [InlineData("m=audio 4000 RTP/AVP 8 13", 13)]
    [InlineData("m=audio 4000 RTP/AVP 8 13|a=rtpmap:13 CN/8000", 13)]
    [InlineData("m=audio 4000 RTP/AVP 9 98|a=rtpmap:98 cn/8000", 98)]
    [InlineData("m=audio 4000 RTP/AVP 8 105|a=rtpmap:105 CN/16000", null)]
    [InlineData("m=audio 4000 RTP/AVP 8", null)]
    public void TryAnswer_TakesThePeersNumber(string media, int? expected)
    {
        var (answer, negotiated) = Description.Answer(Description.Offer(media));

        Assert.Equal(expected, negotiated.Format.ComfortNoisePayloadType);
        Assert.Equal(expected is not null, answer.Media[0].Formats.Contains($"{expected}"));
        Assert.Equal(expected is not null, answer.Media[0].Attributes.Contains(new SdpAttribute("rtpmap", $"{expected} CN/8000")));
    }

    [Fact]
    public void CreateOffer_HasNone_ButKeepsWhatThePeerBroughtUp()
    {
        Assert.DoesNotContain("13", OfferAnswer.CreateOffer(Description.Local).Media[0].Formats);
        var answer = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 0 13")).Answer;

        var again = OfferAnswer.CreateOffer(Description.Local with { Previous = answer });
        var other = OfferAnswer.CreateOffer(Description.Local with { Previous = answer, Codecs = [AudioCodec.G722] });

        Assert.Equal(["0", "13"], again.Media[0].Formats.Where(format => format != "101"));
        Assert.Equal(["9", "13"], other.Media[0].Formats.Where(format => format != "101"));
    }

    [Fact]
    public void TryAcceptAnswer_TakesItOnlyIfItWasOffered()
    {
        var offer = OfferAnswer.CreateOffer(Description.Local with { Codecs = [AudioCodec.Pcma] });
        Assert.True(OfferAnswer.TryAcceptAnswer(offer, Description.Offer("m=audio 4000 RTP/AVP 8 13"), out var negotiated, out _));

        Assert.Null(negotiated.Format.ComfortNoisePayloadType);
    }
}
