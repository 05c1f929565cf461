using System.Net;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;

namespace DialIn.Media.Tests.Sdp;

/// <summary>Both legs of one call, as the bridge will do it: the conference is offered exactly what the trunk chose.</summary>
public class BridgedCallTests
{
    public static TheoryData<string> Names() => ["asterisk", "freeswitch", "ims-carrier", "sipgate", "linphone", "sipp"];

    [Theory]
    [MemberData(nameof(Names))]
    public void ConferenceLeg_OfferedTheTrunksCodec_NeedsNoTranscoding(string trunk)
    {
        var (_, trunkLeg) = Description.Answer(OfferFiles.Parsed(trunk));
        var conference = new LocalAudio(IPEndPoint.Parse("192.0.2.1:20002"), [trunkLeg.Format.Codec], 4712);
        var freeSwitch = new LocalAudio(IPEndPoint.Parse("198.51.100.50:16384"), [AudioCodec.Pcmu, AudioCodec.G722, AudioCodec.Pcma], 5) { TelephoneEvents = false };

        var offer = OfferAnswer.CreateOffer(conference);
        var (answer, _) = Description.Answer(Description.Parse(offer.ToBytes()), freeSwitch);
        Assert.True(OfferAnswer.TryAcceptAnswer(offer, Description.Parse(answer.ToBytes()), out var conferenceLeg, out _));

        Assert.Equal(trunkLeg.Format.Codec, conferenceLeg.Format.Codec);
        Assert.Equal(conferenceLeg.Format.Codec.StaticPayloadType, conferenceLeg.Format.PayloadType);
        Assert.Null(conferenceLeg.Format.TelephoneEventPayloadType);
        Assert.Equal(freeSwitch.Rtp, conferenceLeg.RemoteRtp);
    }

    [Fact]
    public void TrunkLeg_SessionRefreshWithoutOffer_GoesThereAndBackUnchanged()
    {
        var (answer, before) = Description.Answer(OfferFiles.Parsed("ims-carrier"));

        var offer = OfferAnswer.CreateOffer(Description.Local with { Previous = answer });
        var carrier = new LocalAudio(before.RemoteRtp, AudioCodec.All, 3950612345) { Version = 3950612346 };
        var (carriersAnswer, _) = Description.Answer(Description.Parse(offer.ToBytes()), carrier);

        Assert.Equal(answer.Origin, offer.Origin);
        Assert.True(OfferAnswer.TryAcceptAnswer(offer, Description.Parse(carriersAnswer.ToBytes()), out var after, out _));
        Assert.Equal(before, after);
    }

    [Fact]
    public void TrunkLeg_HeldTheOldWayAndResumed_IsBackWhereItWas()
    {
        const string Running = "m=audio 17338 RTP/AVP 8 101|a=rtpmap:101 telephone-event/8000";
        var (first, before) = Description.Answer(Description.Offer(Running));
        var (second, held) = Description.Answer(OfferFiles.Parsed("gateway-old-hold"), Description.Local with { Previous = first });
        var (third, after) = Description.Answer(Description.Offer(Running), Description.Local with { Previous = second });

        Assert.True(before.MaySend);
        Assert.False(held.MaySend);
        Assert.Equal(before, after);
        Assert.Equal((1UL, 2UL, 3UL), (first.Origin.Version, second.Origin.Version, third.Origin.Version));
    }
}
