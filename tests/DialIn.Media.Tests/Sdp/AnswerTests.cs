using System.Net;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Sdp;

public class AnswerTests
{
    private const string Plain = "m=audio 4000 RTP/AVP 0 8 9 101|a=rtpmap:101 telephone-event/8000";

    [Fact]
    [Rfc(3264, "6")]
    public void TryAnswer_PlainOffer_IsTheWholeAnswer()
    {
        var (answer, negotiated) = Description.Answer(Description.Offer(Plain));

        Assert.Equal(
            "v=0|o=- 4711 1 IN IP4 192.0.2.1|s=-|c=IN IP4 192.0.2.1|t=0 0|m=audio 20000 RTP/AVP 9 101|a=rtpmap:9 G722/8000"
            + "|a=rtpmap:101 telephone-event/8000|a=fmtp:101 0-15|a=ptime:20|a=sendrecv",
            Description.Text(answer));
        Assert.Equal(
            new NegotiatedAudio(
                new AudioFormat(AudioCodec.G722, 9, 101, 20),
                IPEndPoint.Parse("198.51.100.7:4000"),
                IPEndPoint.Parse("198.51.100.7:4001"),
                Direction.SendReceive),
            negotiated);
        Assert.True(negotiated.MaySend);
    }

    [Fact]
    [Rfc(3264, "6.1")]
    public void TryAnswer_SeveralCommonCodecs_TakesTheOneWePrefer()
    {
        var local = Description.Local with { Codecs = [AudioCodec.Pcma, AudioCodec.G722] };

        Assert.Equal(AudioCodec.Pcma, Description.Answer(Description.Offer(Plain), local).Negotiated.Format.Codec);
    }

    [Fact]
    [Rfc(3264, "6.1")]
    public void TryAnswer_DynamicPayloadTypes_KeepsTheNumbersOfTheOffer()
    {
        var (answer, negotiated) = Description.Answer(Description.Offer(
            "m=audio 4000 RTP/AVP 98 96 110|a=rtpmap:98 PCMA/8000|a=rtpmap:96 telephone-event/16000|a=rtpmap:110 Telephone-Event/8000|a=fmtp:110 0-11"));

        Assert.Equal(new AudioFormat(AudioCodec.Pcma, 98, 110, 20), negotiated.Format);
        Assert.Equal(["98", "110"], answer.Media[0].Formats);
        Assert.Equal("98 PCMA/8000", answer.Media[0].Attribute("rtpmap"));
    }

    [Theory]
    [Rfc(4733, "2.4.1")]
    [InlineData("m=audio 4000 RTP/AVP 8", null)]
    [InlineData("m=audio 4000 RTP/AVP 8 101", null)]
    [InlineData("m=audio 4000 RTP/AVP 8 101|a=rtpmap:101 telephone-event/48000", null)]
    [InlineData("m=audio 4000 RTP/AVP 8|a=rtpmap:101 telephone-event/8000", null)]
    [InlineData("m=audio 4000 RTP/AVP 8 101 96|a=rtpmap:96 telephone-event/8000|a=rtpmap:101 telephone-event/8000", 101)]
    public void TryAnswer_TelephoneEvents_OnlyIfOfferedAt8000(string media, int? expected)
    {
        var (answer, negotiated) = Description.Answer(Description.Offer(media));

        Assert.Equal(expected, negotiated.Format.TelephoneEventPayloadType);
        Assert.Equal(expected is null ? ["8"] : ["8", "101"], answer.Media[0].Formats);
    }

    [Fact]
    public void TryAnswer_TelephoneEventsNotWished_LeavesThemOut()
    {
        var (answer, negotiated) = Description.Answer(Description.Offer(Plain), Description.Local with { TelephoneEvents = false });

        Assert.Null(negotiated.Format.TelephoneEventPayloadType);
        Assert.Equal(["9"], answer.Media[0].Formats);
    }

    [Fact]
    [Rfc(3264, "6")]
    public void TryAnswer_SeveralMedia_AcceptsTheFirstAudioAndRefusesTheOthersInTheirPlaces()
    {
        var (answer, negotiated) = Description.Answer(Description.Offer(
            "m=video 5000 RTP/AVP 96|a=rtpmap:96 VP8/90000|m=audio 4000 RTP/AVP 18|m=audio 4002 RTP/AVP 8|m=audio 4004 RTP/AVP 8|m=application 9 UDP/DTLS/SCTP webrtc-datachannel"));

        Assert.Equal(
            ["video 0 RTP/AVP 96", "audio 0 RTP/AVP 18", "audio 20000 RTP/AVP 8", "audio 0 RTP/AVP 8", "application 0 UDP/DTLS/SCTP webrtc-datachannel"],
            answer.Media.Select(media => $"{media.Kind} {media.Port} {media.Protocol} {string.Join(' ', media.Formats)}"));
        Assert.Equal(4002, negotiated.RemoteRtp.Port);
    }

    [Fact]
    public void TryAnswer_SecureAndPlainAudio_TakesThePlain()
    {
        var (answer, negotiated) = Description.Answer(Description.Offer("m=audio 4000 RTP/SAVP 8|m=audio 4002 RTP/AVP 8"));

        Assert.Equal([0, 20000], answer.Media.Select(media => media.Port));
        Assert.Equal(4002, negotiated.RemoteRtp.Port);
    }

    [Theory]
    [InlineData("RTP/AVPF")]
    [InlineData("rtp/avp")]
    public void TryAnswer_ProfileThatWeSpeak_IsRepeated(string protocol) =>
        Assert.Equal(protocol, Description.Answer(Description.Offer($"m=audio 4000 {protocol} 8")).Answer.Media[0].Protocol);

    [Fact]
    [Rfc(3264, "6")]
    public void TryAnswer_Timing_IsThatOfTheOffer()
    {
        var offer = Description.Parse("v=0|c=IN IP4 198.51.100.7|t=2873397496 2873404696|m=audio 4000 RTP/AVP 8");

        Assert.Equal("2873397496 2873404696", Description.Answer(offer).Answer.Timing);
    }

    [Theory]
    [InlineData("", OfferRefusal.NoAudio)]
    [InlineData("m=image 4000 udptl t38", OfferRefusal.NoAudio)]
    [InlineData("m=audio 0 RTP/AVP 8", OfferRefusal.NoAudio)]
    [InlineData("m=audio 4000 RTP/SAVP 8", OfferRefusal.UnsupportedTransport)]
    [InlineData("m=audio 4000 RTP/SAVPF 8", OfferRefusal.UnsupportedTransport)]
    [InlineData("m=audio 4000 UDP/TLS/RTP/SAVPF 8", OfferRefusal.UnsupportedTransport)]
    [InlineData("m=audio 4000 udptl t38", OfferRefusal.UnsupportedTransport)]
    [InlineData("m=audio 4000 RTP/AVP 18 4 3", OfferRefusal.NoCommonCodec)]
    [InlineData("m=audio 4000 RTP/AVP 8|a=rtpmap:8 G729/8000", OfferRefusal.NoCommonCodec)]
    [InlineData("m=audio 4000 RTP/SAVP 8|m=audio 4000 RTP/AVP 18|m=video 5000 RTP/AVP 96", OfferRefusal.NoCommonCodec)]
    public void TryAnswer_NothingToAccept_SaysWhatCameClosest(string media, OfferRefusal refusal) =>
        Assert.Equal(refusal, Description.Refusal(Description.Offer(media)));

    [Theory]
    [InlineData("IN IP4 media.example.org")]
    [InlineData("IN IP4 239.1.2.3")]
    [InlineData("IN IP4 255.255.255.255")]
    [InlineData("IN IP6 2001:db8::7")]
    public void TryAnswer_AddressThatOurSocketCannotReach_IsRefused(string connection) =>
        Assert.Equal(OfferRefusal.NoUsableAddress, Description.Refusal(Description.Offer("m=audio 4000 RTP/AVP 8", connection)));

    [Theory]
    [InlineData("IN IP6 ff02::1")]
    [InlineData("IN IP4 198.51.100.7")]
    public void TryAnswer_AddressThatOurIpv6SocketCannotReach_IsRefused(string connection)
    {
        var local = Description.Local with { Rtp = IPEndPoint.Parse("[2001:db8::1]:20000") };

        Assert.Equal(OfferRefusal.NoUsableAddress, Description.Refusal(Description.Offer("m=audio 4000 RTP/AVP 8", connection), local));
    }

    [Fact]
    public void TryAnswer_NoConnection_IsRefused() =>
        Assert.Equal(OfferRefusal.NoUsableAddress, Description.Refusal(Description.Parse("v=0|m=audio 4000 RTP/AVP 8")));

    [Fact]
    public void TryAnswer_Ipv6_IsAnsweredInIpv6()
    {
        var local = Description.Local with { Rtp = IPEndPoint.Parse("[2001:db8::1]:20000") };

        var (answer, negotiated) = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8", "IN IP6 2001:db8::7"), local);

        Assert.Equal(IPEndPoint.Parse("[2001:db8::7]:4000"), negotiated.RemoteRtp);
        Assert.Contains("|c=IN IP6 2001:db8::1|", Description.Text(answer), StringComparison.Ordinal);
        Assert.StartsWith("v=0|o=- 4711 1 IN IP6 2001:db8::1|", Description.Text(answer), StringComparison.Ordinal);
    }

    [Theory]
    [Rfc(3605, "2.1")]
    [InlineData("", "198.51.100.7:4001")]
    [InlineData("|a=rtcp:5000", "198.51.100.7:5000")]
    [InlineData("|a=rtcp:5000 IN IP4 198.51.100.8", "198.51.100.8:5000")]
    [InlineData("|a=rtcp:5000 IN IP4 media.example.org", "198.51.100.7:5000")]
    [InlineData("|a=rtcp:5000 IN IP4 239.1.1.1", "198.51.100.7:5000")]
    [InlineData("|a=rtcp:5000 IN IP6 2001:db8::8", "198.51.100.7:5000")]
    [InlineData("|a=rtcp:0", "198.51.100.7:4001")]
    [InlineData("|a=rtcp:70000", "198.51.100.7:4001")]
    [InlineData("|a=rtcp:", "198.51.100.7:4001")]
    [InlineData("|a=rtcp", "198.51.100.7:4001")]
    public void TryAnswer_Rtcp_GoesToThePortAboveUnlessAnotherIsNamed(string attribute, string rtcp) =>
        Assert.Equal(IPEndPoint.Parse(rtcp), Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8" + attribute)).Negotiated.RemoteRtcp);

    [Fact]
    public void TryAnswer_HighestPort_HasNoPortAbove() =>
        Assert.Equal(65535, Description.Answer(Description.Offer("m=audio 65535 RTP/AVP 8")).Negotiated.RemoteRtcp.Port);
}
