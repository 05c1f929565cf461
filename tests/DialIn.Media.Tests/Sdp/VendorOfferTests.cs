using System.Net;
using DialIn.Media.Sdp;

namespace DialIn.Media.Tests.Sdp;

/// <summary>What we answer to the offers that really come.</summary>
public class VendorOfferTests
{
    [Theory]
    [InlineData("asterisk", "9 101", "G722", 9, 101, "192.0.2.10:14772")]
    [InlineData("freeswitch", "9 101 104", "G722", 9, 101, "198.51.100.20:27466")]
    [InlineData("ims-carrier", "9 110", "G722", 9, 110, "203.0.113.65:31824")]
    [InlineData("sipgate", "8 101", "PCMA", 8, 101, "192.0.2.77:15336")]
    [InlineData("linphone", "9 100", "G722", 9, 100, "192.0.2.33:7078")]
    [InlineData("sipp", "0", "PCMU", 0, null, "198.51.100.99:6000")]
    [InlineData("gateway-old-hold", "8 101 19", "PCMA", 8, 101, "0.0.0.0:17338")]
    public void TryAnswer_Ipv4Offer_Settles(string name, string formats, string codec, int payloadType, int? events, string remote)
    {
        var offer = OfferFiles.Parsed(name);

        var (answer, negotiated) = Description.Answer(offer);

        Assert.Equal(formats, string.Join(' ', answer.Media[0].Formats));
        Assert.Equal(codec, negotiated.Format.Codec.EncodingName);
        Assert.Equal(payloadType, negotiated.Format.PayloadType);
        Assert.Equal(events, negotiated.Format.TelephoneEventPayloadType);
        Assert.Equal(IPEndPoint.Parse(remote), negotiated.RemoteRtp);
        Assert.Equal(offer.Media.Select(media => (media.Kind, media.Protocol)), answer.Media.Select(media => (media.Kind, media.Protocol)));
        Assert.All(answer.Media.Skip(1), media => Assert.Equal(0, media.Port));
    }

    [Fact]
    public void TryAnswer_BaresipOverIpv6_Settles()
    {
        var (_, negotiated) = Description.Answer(OfferFiles.Parsed("baresip"), Description.Local with { Rtp = IPEndPoint.Parse("[2001:db8::1]:20000") });

        Assert.Equal(IPEndPoint.Parse("[2001:db8::25]:10242"), negotiated.RemoteRtp);
        Assert.Equal(IPEndPoint.Parse("[2001:db8::25]:10243"), negotiated.RemoteRtcp);
    }

    [Theory]
    [InlineData("ims-carrier-secure", OfferRefusal.UnsupportedTransport)]
    [InlineData("fax-reinvite", OfferRefusal.NoAudio)]
    [InlineData("baresip", OfferRefusal.NoUsableAddress)]
    public void TryAnswer_OfferThatWeCannotServe_IsRefused(string name, OfferRefusal refusal) =>
        Assert.Equal(refusal, Description.Refusal(OfferFiles.Parsed(name)));

    [Fact]
    public void EveryFile_IsNamedInATest() =>
        Assert.Equal(
            ["asterisk", "baresip", "fax-reinvite", "freeswitch", "gateway-old-hold", "ims-carrier", "ims-carrier-secure", "linphone", "sipgate", "sipp"],
            OfferFiles.Names);
}
