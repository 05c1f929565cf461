using System.Net;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Sdp;

/// <summary>The second and later exchanges of a dialog.</summary>
public class ReinviteTests
{
    private const string Both = "m=audio 4000 RTP/AVP 8 9 101|a=rtpmap:101 telephone-event/8000";

    [Fact]
    [Rfc(3264, "8")]
    public void TryAnswer_SameOfferAgain_IsTheSameAnswerToTheLastByte()
    {
        var first = Description.Answer(Description.Offer(Both)).Answer;

        var second = Description.Answer(Description.Offer(Both), Description.Local with { Previous = first }).Answer;

        Assert.Equal(first.ToBytes(), second.ToBytes());
    }

    [Fact]
    [Rfc(3264, "8")]
    public void TryAnswer_HoldAndResume_CountsTheVersionUpByOneEach()
    {
        var first = Description.Answer(Description.Offer(Both)).Answer;
        var (held, onHold) = Description.Answer(Description.Offer(Both + "|a=sendonly"), Description.Local with { Previous = first });
        var (again, _) = Description.Answer(Description.Offer(Both + "|a=sendonly"), Description.Local with { Previous = held });
        var (resumed, active) = Description.Answer(Description.Offer(Both), Description.Local with { Previous = again });

        Assert.Equal([1UL, 2UL, 2UL, 3UL], new[] { first, held, again, resumed }.Select(answer => answer.Origin.Version));
        Assert.Single(new[] { first, held, again, resumed }.Select(answer => answer.Origin with { Version = 0 }).Distinct());
        Assert.Equal((Direction.ReceiveOnly, Direction.SendReceive), (onHold.Direction, active.Direction));
    }

    [Fact]
    public void TryAnswer_PeerMoved_LeavesOurDescriptionAsItWas()
    {
        var first = Description.Answer(Description.Offer(Both)).Answer;

        var (second, negotiated) = Description.Answer(
            Description.Offer(Both.Replace("4000", "4444", StringComparison.Ordinal), "IN IP4 198.51.100.99"), Description.Local with { Previous = first });

        Assert.Equal(first.Origin.Version, second.Origin.Version);
        Assert.Equal(IPEndPoint.Parse("198.51.100.99:4444"), negotiated.RemoteRtp);
    }

    [Fact]
    public void TryAnswer_ReofferWithBetterCodec_KeepsTheRunningOne()
    {
        var first = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8")).Answer;

        Assert.Equal(AudioCodec.Pcma, Description.Answer(Description.Offer(Both), Description.Local with { Previous = first }).Negotiated.Format.Codec);
    }

    [Fact]
    [Rfc(3264, "8.3.2")]
    public void CreateOffer_InAnotherCodec_OffersThatOne_AndCountsTheVersionUp()
    {
        var first = OfferAnswer.CreateOffer(Description.Local with { Codecs = [AudioCodec.Pcma] });

        var second = OfferAnswer.CreateOffer(Description.Local with { Codecs = [AudioCodec.Pcmu], Previous = first });

        Assert.Equal(["0", "101"], Assert.Single(second.Media).Formats);
        Assert.Equal(first.Origin.Version + 1, second.Origin.Version);
        Assert.Equal(first.ToBytes(), OfferAnswer.CreateOffer(Description.Local with { Codecs = [AudioCodec.Pcma, AudioCodec.Pcmu], Previous = first }).ToBytes());
    }

    [Fact]
    [Rfc(3264, "8")]
    public void Version_OfAnOfferThatWasRefused_IsNotGivenToOtherContent()
    {
        var first = OfferAnswer.CreateOffer(Description.Local with { Codecs = [AudioCodec.Pcma] });
        var refused = OfferAnswer.CreateOffer(Description.Local with { Codecs = [AudioCodec.Pcmu], Previous = first });

        var third = OfferAnswer.CreateOffer(Description.Local with { Codecs = [AudioCodec.G722], Previous = first, LastVersion = refused.Origin.Version });

        Assert.Equal([1UL, 2UL, 3UL], new[] { first, refused, third }.Select(offer => offer.Origin.Version));
    }

    [Fact]
    [Rfc(3264, "8")]
    public void Version_AfterARefusedOffer_GrowsAlsoWhereTheOldContentComesBack()
    {
        var first = OfferAnswer.CreateOffer(Description.Local with { Codecs = [AudioCodec.Pcma] });
        var refused = OfferAnswer.CreateOffer(Description.Local with { Codecs = [AudioCodec.Pcmu], Previous = first });

        var again = OfferAnswer.CreateOffer(Description.Local with { Codecs = [AudioCodec.Pcma], Previous = first, LastVersion = refused.Origin.Version });

        Assert.Equal(3UL, again.Origin.Version);
        Assert.Equal(first.Media[0].Formats, again.Media[0].Formats);
    }

    [Fact]
    public void CreateOffer_Anew_ListsAllCodecs_WhereOneWasAgreedOn()
    {
        var answer = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 0 96|a=rtpmap:96 telephone-event/8000")).Answer;

        var offer = OfferAnswer.CreateOffer(Description.Local with { Codecs = [AudioCodec.Pcma, AudioCodec.Pcmu], Previous = answer, OffersAnew = true });

        Assert.Equal(["8", "0", "96"], offer.Media[0].Formats);
    }

    [Fact]
    public void TryAnswer_ReofferWithoutTheRunningCodec_TakesTheNextBest()
    {
        var first = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8")).Answer;

        var (second, negotiated) = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 0 9"), Description.Local with { Previous = first });

        Assert.Equal(AudioCodec.G722, negotiated.Format.Codec);
        Assert.Equal(2UL, second.Origin.Version);
    }

    [Fact]
    public void TryAnswer_RunningCodecUnderANewNumber_TakesTheNewNumber()
    {
        var first = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 97|a=rtpmap:97 PCMA/8000")).Answer;

        var negotiated = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 9 8"), Description.Local with { Previous = first }).Negotiated;

        Assert.Equal((AudioCodec.Pcma, (byte)8), (negotiated.Format.Codec, negotiated.Format.PayloadType));
    }

    [Fact]
    public void TryAnswer_FaxInsteadOfAudio_IsRefusedAndChangesNothing() =>
        Assert.Equal(OfferRefusal.NoAudio, Description.Refusal(
            OfferFiles.Parsed("fax-reinvite"), Description.Local with { Previous = Description.Answer(Description.Offer(Both)).Answer }));

    [Fact]
    [Rfc(3264, "8")]
    public void CreateOffer_AfterAnAnswer_IsThatAnswerAgain()
    {
        var answer = Description.Answer(Description.Offer("m=video 5000 RTP/AVP 96|" + Both)).Answer;

        var offer = OfferAnswer.CreateOffer(Description.Local with { Previous = answer });

        Assert.Equal(answer.ToBytes(), offer.ToBytes());
    }

    [Fact]
    [Rfc(3264, "8")]
    public void CreateOffer_AfterAHoldByThePeer_WishesForBothWaysAgain()
    {
        var held = Description.Answer(Description.Offer(Both + "|a=sendonly")).Answer;

        var offer = OfferAnswer.CreateOffer(Description.Local with { Previous = held });

        Assert.Equal(Direction.SendReceive, offer.DirectionOf(offer.Media[0]));
        Assert.Equal(held.Origin.Version + 1, offer.Origin.Version);
        Assert.Equal(held.Media[0].Formats, offer.Media[0].Formats);
    }

    [Fact]
    public void CreateOffer_ToHold_KeepsAllButTheDirection()
    {
        var running = Description.Answer(Description.Offer(Both)).Answer;

        var offer = OfferAnswer.CreateOffer(Description.Local with { Previous = running, Direction = Direction.SendOnly });

        Assert.Equal(
            Description.Text(running).Replace("4711 1", "4711 2", StringComparison.Ordinal).Replace("sendrecv", "sendonly", StringComparison.Ordinal),
            Description.Text(offer));
    }

    [Fact]
    public void CreateOffer_FromANewAddress_MovesTheMediaAndKeepsTheOrigin()
    {
        var running = Description.Answer(Description.Offer(Both)).Answer;

        var offer = OfferAnswer.CreateOffer(Description.Local with { Previous = running, Rtp = IPEndPoint.Parse("192.0.2.200:30000") });

        Assert.Equal(running.Origin with { Version = 2 }, offer.Origin);
        Assert.Equal("192.0.2.200", offer.ConnectionOf(offer.Media[0])?.Text);
        Assert.Equal(30000, offer.Media[0].Port);
    }

    [Fact]
    public void Version_OfADialogThatLivedBefore_GoesOnFromThere()
    {
        var local = Description.Local with { Version = 41 };
        var first = Description.Answer(Description.Offer(Both), local).Answer;

        Assert.Equal(41UL, first.Origin.Version);
        Assert.Equal(42UL, Description.Answer(Description.Offer(Both + "|a=inactive"), local with { Previous = first }).Answer.Origin.Version);
    }
}
