using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Sdp;

/// <summary>Lines that come with real offers and must not lead us astray.</summary>
public class OfferOdditiesTests
{
    [Theory]
    [Rfc(8866, "6.4")]
    [InlineData("a=sendrecv", 20)]
    [InlineData("a=ptime:10", 10)]
    [InlineData("a=ptime:30", 30)]
    [InlineData("a=ptime:40", 40)]
    [InlineData("a=ptime:60", 60)]
    [InlineData("a=ptime:20.0", 20)]
    [InlineData("a=ptime:25", 20)]
    [InlineData("a=ptime:5", 10)]
    [InlineData("a=ptime:200", 60)]
    [InlineData("a=ptime:x", 20)]
    [InlineData("a=ptime:0", 20)]
    [InlineData("a=ptime:-30", 20)]
    [InlineData("a=maxptime:150", 20)]
    [InlineData("a=maxptime:30", 20)]
    [InlineData("a=ptime:40|a=maxptime:30", 30)]
    [InlineData("a=ptime:99999999999", 20)]
    public void TryAnswer_PacketTime_IsThePeersWishForWhatWeMake_AndTwentyForWhatItSends(string attributes, int expected)
    {
        var (answer, negotiated) = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8|" + attributes));

        Assert.Equal(expected, negotiated.Format.PacketTimeMilliseconds);
        Assert.Equal("20", answer.Media[0].Attribute("ptime"));
    }

    [Fact]
    [Rfc(8866, "6.5")]
    public void TryAnswer_PeerThatCannotSendTwentyMilliseconds_IsAskedForWhatItCan()
    {
        var (answer, negotiated) = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8|a=maxptime:10"));

        Assert.Equal(10, negotiated.Format.PacketTimeMilliseconds);
        Assert.Equal("10", answer.Media[0].Attribute("ptime"));
        Assert.Null(answer.Media[0].Attribute("maxptime"));
    }

    [Theory]
    [InlineData("crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA")]
    [InlineData("candidate:1 1 UDP 2130706431 198.51.100.7 4000 typ host")]
    [InlineData("fingerprint:sha-256 00:11")]
    [InlineData("mid:0")]
    [InlineData("rtcp-fb:* nack")]
    [InlineData("ssrc:1 cname:x")]
    [InlineData("extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level")]
    public void TryAnswer_ExtensionThatWeDoNotSpeak_IsNotInTheAnswer(string attribute)
    {
        var answer = Description.Answer(Description.Offer($"m=audio 4000 RTP/AVP 8|a={attribute}")).Answer;

        Assert.DoesNotContain(attribute.Split(':')[0], Description.Text(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 8 13|a=rtpmap:13 CN/8000")]
    [InlineData("m=audio 4000 RTP/AVP 101 8|a=rtpmap:101 telephone-event/8000")]
    [InlineData("m=audio 4000 RTP/AVP 8 8 8")]
    [InlineData("m=audio 4000 RTP/AVP 200 -1 x 8")]
    [InlineData("m=audio 4000 RTP/AVP 96 97 98 99 8")]
    [InlineData("m=audio 4000 RTP/AVP 8|a=rtpmap: 8 PCMA/8000")]
    [InlineData("m=audio 4000 RTP/AVP 8|a=rtpmap:8 pcma/8000/1")]
    [InlineData("m=audio 4000 RTP/AVP 8|a=rtpmap:0 PCMU/8000")]
    [InlineData("m=audio 4000 RTP/AVP 8|b=AS:64|k=clear:x|i=a title")]
    public void TryAnswer_ALawAmongOddities_IsFound(string media) =>
        Assert.Equal((AudioCodec.Pcma, (byte)8), (
            Description.Answer(Description.Offer(media)).Negotiated.Format.Codec,
            Description.Answer(Description.Offer(media)).Negotiated.Format.PayloadType));

    [Fact]
    public void TryAnswer_SameCodecUnderTwoNumbers_TakesTheFirstInTheMediaLine()
    {
        var offer = Description.Offer("m=audio 4000 RTP/AVP 97 8|a=rtpmap:8 PCMA/8000|a=rtpmap:97 PCMA/8000");

        Assert.Equal(97, Description.Answer(offer).Negotiated.Format.PayloadType);
    }

    [Fact]
    public void TryAnswer_SixteenMedia_AreAllAnswered()
    {
        var media = string.Join('|', Enumerable.Repeat("m=video 5000 RTP/AVP 96", 15).Append("m=audio 4000 RTP/AVP 0"));

        var answer = Description.Answer(Description.Offer(media)).Answer;

        Assert.Equal(16, answer.Media.Count);
        Assert.Equal(20000, Assert.Single(answer.Media, one => one.Port != 0).Port);
    }

    [Fact]
    public void TryAnswer_SessionAddressIsNull_MediaAddressIsNot_IsNoHold()
    {
        var negotiated = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8|c=IN IP4 198.51.100.9", "IN IP4 0.0.0.0")).Negotiated;

        Assert.Equal(Direction.SendReceive, negotiated.Direction);
        Assert.True(negotiated.MaySend);
    }
}
