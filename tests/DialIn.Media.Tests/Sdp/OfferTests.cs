using System.Net;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Sdp;

/// <summary>Our own offers and the answers to them.</summary>
public class OfferTests
{
    private static readonly LocalAudio Local = Description.Local with { Codecs = [AudioCodec.Pcma] };
    private static readonly SessionDescription Offer = OfferAnswer.CreateOffer(Local);

    [Fact]
    [Rfc(3264, "5")]
    public void CreateOffer_OneCodec_IsThatAndTelephoneEvents() =>
        Assert.Equal(
            "v=0|o=- 4711 1 IN IP4 192.0.2.1|s=-|c=IN IP4 192.0.2.1|t=0 0|m=audio 20000 RTP/AVP 8 101|a=rtpmap:8 PCMA/8000"
            + "|a=rtpmap:101 telephone-event/8000|a=fmtp:101 0-15|a=ptime:20|a=sendrecv",
            Description.Text(Offer));

    [Fact]
    public void CreateOffer_AllCodecs_NamesThemInOrder()
    {
        var offer = OfferAnswer.CreateOffer(Description.Local with { TelephoneEvents = false, Direction = Direction.ReceiveOnly });

        Assert.Equal(["9", "8", "0"], offer.Media[0].Formats);
        Assert.Equal(Direction.ReceiveOnly, offer.DirectionOf(offer.Media[0]));
        Assert.DoesNotContain("telephone-event", Description.Text(offer), StringComparison.Ordinal);
    }

    [Fact]
    [Rfc(3264, "6.1")]
    public void TryAcceptAnswer_OtherNumberForTelephoneEvents_KeepsBoth()
    {
        var format = Accepted("m=audio 27000 RTP/AVP 8 96|a=rtpmap:96 telephone-event/8000").Format;

        Assert.Equal(((byte?)96, (byte?)101), (format.TelephoneEventPayloadType, format.OfferedTelephoneEventPayloadType));
    }

    [Fact]
    [Rfc(3264, "7")]
    public void TryAcceptAnswer_OfFreeSwitch_IsWhatWasOffered()
    {
        var negotiated = Accepted("m=audio 27000 RTP/AVP 8 101|a=rtpmap:8 PCMA/8000|a=rtpmap:101 telephone-event/8000|a=fmtp:101 0-15|a=ptime:20");

        Assert.Equal(
            new NegotiatedAudio(
                new AudioFormat(AudioCodec.Pcma, 8, 101, 20),
                IPEndPoint.Parse("198.51.100.7:27000"),
                IPEndPoint.Parse("198.51.100.7:27001"),
                Direction.SendReceive),
            negotiated);
    }

    [Theory]
    [InlineData("m=audio 27000 RTP/AVP 8", null)]
    [InlineData("m=audio 27000 RTP/AVP 8 101|a=rtpmap:101 telephone-event/48000", null)]
    [InlineData("m=audio 27000 RTP/AVP 8 96|a=rtpmap:96 telephone-event/8000", 96)]
    public void TryAcceptAnswer_TelephoneEvents_AreAsTheAnswerSays(string media, int? expected) =>
        Assert.Equal(expected, Accepted(media).Format.TelephoneEventPayloadType);

    [Fact]
    public void TryAcceptAnswer_TelephoneEventsThatWeDidNotOffer_AreIgnored()
    {
        var offer = OfferAnswer.CreateOffer(Local with { TelephoneEvents = false });

        Assert.True(OfferAnswer.TryAcceptAnswer(
            offer, Description.Offer("m=audio 4 RTP/AVP 8 101|a=rtpmap:101 telephone-event/8000"), out var negotiated, out _));
        Assert.Null(negotiated.Format.TelephoneEventPayloadType);
    }

    [Fact]
    [Rfc(3264, "7")]
    public void TryAcceptAnswer_SeveralCodecs_TakesTheirFirstThatWasOffered()
    {
        var offer = OfferAnswer.CreateOffer(Description.Local);

        Assert.True(OfferAnswer.TryAcceptAnswer(offer, Description.Offer("m=audio 4000 RTP/AVP 18 0 8 9"), out var negotiated, out _));
        Assert.Equal(AudioCodec.Pcmu, negotiated.Format.Codec);
    }

    [Theory]
    [Rfc(3264, "6.1")]
    [InlineData(Direction.SendReceive, "sendonly", Direction.ReceiveOnly)]
    [InlineData(Direction.SendReceive, "recvonly", Direction.SendOnly)]
    [InlineData(Direction.SendReceive, "inactive", Direction.Inactive)]
    [InlineData(Direction.SendOnly, "recvonly", Direction.SendOnly)]
    [InlineData(Direction.SendOnly, "sendrecv", Direction.SendOnly)]
    public void TryAcceptAnswer_Direction_IsTheirsMirroredWithinOurs(Direction offered, string answered, Direction ours)
    {
        var offer = OfferAnswer.CreateOffer(Local with { Direction = offered });

        Assert.True(OfferAnswer.TryAcceptAnswer(offer, Description.Offer($"m=audio 4000 RTP/AVP 8|a={answered}"), out var negotiated, out _));
        Assert.Equal(ours, negotiated.Direction);
    }

    [Theory]
    [InlineData("", AnswerFault.NoAudio)]
    [InlineData("m=audio 0 RTP/AVP 8", AnswerFault.NoAudio)]
    [InlineData("m=video 4000 RTP/AVP 8", AnswerFault.NoAudio)]
    [InlineData("m=video 0 RTP/AVP 8|m=audio 4000 RTP/AVP 8", AnswerFault.NoAudio)]
    [InlineData("m=audio 4000 RTP/SAVP 8", AnswerFault.UnsupportedTransport)]
    [InlineData("m=audio 4000 RTP/AVP 0", AnswerFault.NoCommonCodec)]
    [InlineData("m=audio 4000 RTP/AVP 101|a=rtpmap:101 telephone-event/8000", AnswerFault.NoCommonCodec)]
    [InlineData("m=audio 4000 RTP/AVP 8|c=IN IP4 host.example", AnswerFault.NoUsableAddress)]
    [InlineData("m=audio 4000 RTP/AVP 8|c=IN IP6 2001:db8::1", AnswerFault.NoUsableAddress)]
    public void TryAcceptAnswer_AnswerOfNoUse_SaysWhy(string media, AnswerFault expected)
    {
        Assert.False(OfferAnswer.TryAcceptAnswer(Offer, Description.Offer(media), out var negotiated, out var fault));
        Assert.Null(negotiated);
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void TryAcceptAnswer_ToAReofferWithRefusedMedia_LooksAtTheSamePlace()
    {
        var earlier = Description.Answer(Description.Offer("m=video 5000 RTP/AVP 96|m=audio 4000 RTP/AVP 8")).Answer;
        var offer = OfferAnswer.CreateOffer(Local with { Previous = earlier });

        Assert.True(OfferAnswer.TryAcceptAnswer(offer, Description.Offer("m=video 0 RTP/AVP 96|m=audio 4100 RTP/AVP 8"), out var negotiated, out _));
        Assert.Equal(4100, negotiated.RemoteRtp.Port);
    }

    [Fact]
    public void OurOffer_OurAnswer_AgreeOnBothSides()
    {
        var peer = new LocalAudio(IPEndPoint.Parse("198.51.100.7:4000"), [AudioCodec.Pcmu, AudioCodec.Pcma], 99);
        var (answer, theirs) = Description.Answer(Description.Parse(Offer.ToBytes()), peer);

        Assert.True(OfferAnswer.TryAcceptAnswer(Offer, Description.Parse(answer.ToBytes()), out var ours, out var fault));
        Assert.Equal(AnswerFault.None, fault);
        Assert.Equal(theirs.Format, ours.Format);
        Assert.Equal(Local.Rtp, theirs.RemoteRtp);
        Assert.Equal(peer.Rtp, ours.RemoteRtp);
    }

    private static NegotiatedAudio Accepted(string media)
    {
        Assert.True(OfferAnswer.TryAcceptAnswer(Offer, Description.Offer(media), out var negotiated, out var fault), fault.ToString());
        return negotiated;
    }
}
