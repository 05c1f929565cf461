using System.Net;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Sdp;

public class RtcpAttributeTests
{
    [Fact]
    [Rfc(5761, "5.1.1")]
    public void TryAnswer_SharedPort_WhereItIsOffered()
    {
        var (answer, negotiated) = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8|a=rtcp:4007|a=rtcp-mux"));

        Assert.EndsWith("|a=ptime:20|a=rtcp-mux|a=sendrecv", Description.Text(answer), StringComparison.Ordinal);
        Assert.True(negotiated.RtcpMux);
        Assert.Equal(IPEndPoint.Parse("198.51.100.7:4000"), negotiated.RemoteRtcp);
    }

    [Theory]
    [Rfc(5761, "4")]
    [InlineData("m=audio 4000 RTP/AVP 72|a=rtpmap:72 PCMA/8000")]
    [InlineData("m=audio 4000 RTP/AVP 8 95|a=rtpmap:95 telephone-event/8000")]
    public void TryAnswer_PayloadTypeThatReadsAsRtcp_KeepsThePortsApart(string media)
    {
        var (answer, negotiated) = Description.Answer(Description.Offer(media + "|a=rtcp-mux"));

        Assert.DoesNotContain("rtcp-mux", Description.Text(answer), StringComparison.Ordinal);
        Assert.Equal((false, 4001), (negotiated.RtcpMux, negotiated.RemoteRtcp.Port));
    }

    [Fact]
    public void TryAnswer_ReducedSize_WhereItIsOffered()
    {
        var (answer, negotiated) = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8|a=rtcp-rsize"));

        Assert.Contains("|a=rtcp-rsize|", Description.Text(answer), StringComparison.Ordinal);
        Assert.Equal((true, false), (negotiated.RtcpReducedSize, negotiated.RtcpMux));
        Assert.False(Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8")).Negotiated.RtcpReducedSize);
    }

    [Fact]
    public void Offer_AsksForNeither_AndTakesNeitherUnasked()
    {
        var offer = OfferAnswer.CreateOffer(Description.Local with { Codecs = [AudioCodec.Pcma] });
        Assert.DoesNotContain("rtcp", Description.Text(offer), StringComparison.Ordinal);

        Assert.True(OfferAnswer.TryAcceptAnswer(offer, Description.Offer("m=audio 4000 RTP/AVP 8|a=rtcp-mux|a=rtcp-rsize"), out var negotiated, out _));
        Assert.Equal((false, false, 4001), (negotiated.RtcpMux, negotiated.RtcpReducedSize, negotiated.RemoteRtcp.Port));
    }

    [Theory]
    [InlineData("")]
    [InlineData("|a=rtcp-mux")]
    public void Offer_InACallWithASharedPort_OffersItAgain_AndTheAnswerDecides(string answered)
    {
        var first = Description.Answer(Description.Offer("m=audio 4000 RTP/AVP 8|a=rtcp-mux")).Answer;
        foreach (var codec in (AudioCodec[])[AudioCodec.Pcma, AudioCodec.Pcmu])
        {
            var offer = OfferAnswer.CreateOffer(Description.Local with { Codecs = [codec], Previous = first });
            Assert.Contains("|a=rtcp-mux|", Description.Text(offer), StringComparison.Ordinal);

            Assert.True(OfferAnswer.TryAcceptAnswer(offer, Description.Offer($"m=audio 4000 RTP/AVP {codec.StaticPayloadType}{answered}"), out var negotiated, out _));
            Assert.Equal(answered.Length > 0, negotiated.RtcpMux);
        }
    }
}
