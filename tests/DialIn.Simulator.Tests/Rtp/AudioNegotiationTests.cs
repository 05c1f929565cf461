using System.Net;
using System.Text;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Simulator.Rtp;
using DialIn.Testing;

namespace DialIn.Simulator.Tests.Rtp;

[Rfc(3264, "5")]
public class AudioNegotiationTests
{
    private static readonly IPEndPoint Here = new(IPAddress.Loopback, 4000);
    private static readonly IPEndPoint There = new(IPAddress.Loopback, 5000);

    [Theory]
    [InlineData(101)]
    [InlineData(96)]
    [InlineData(127)]
    public void Offer_AnsweredWithTelephoneEvents_UsesTheOfferersNumber(byte number)
    {
        var caller = new AudioNegotiation(Here, [AudioCodec.Pcma, AudioCodec.Pcmu], number);
        var server = new AudioNegotiation(There, [AudioCodec.Pcmu, AudioCodec.Pcma], 101);
        var answer = server.Answer(caller.Offer(Direction.SendReceive), out var atServer);
        var atCaller = caller.Accept(answer);

        Assert.Equal(number, atCaller!.Format.TelephoneEventPayloadType);
        Assert.Equal(number, atServer!.Format.TelephoneEventPayloadType);
        Assert.Equal(AudioCodec.Pcmu, atCaller.Format.Codec);
        Assert.Equal(There, atCaller.RemoteRtp);
        Assert.Equal(Here, atServer.RemoteRtp);
    }

    [Fact]
    public void Answer_OfBbb_HasNoTelephoneEventsEvenIfOffered()
    {
        var caller = new AudioNegotiation(Here, [AudioCodec.Pcma], 101);
        var server = new AudioNegotiation(There, AudioCodec.All, null);
        var answer = server.Answer(caller.Offer(Direction.SendReceive), out _)!;
        Assert.DoesNotContain("telephone-event", Encoding.UTF8.GetString(answer), StringComparison.OrdinalIgnoreCase);
        Assert.Null(caller.Accept(answer)!.Format.TelephoneEventPayloadType);
    }

    [Fact]
    public void Offer_WithoutTelephoneEvents_HasNone()
    {
        var offer = new AudioNegotiation(Here, [AudioCodec.Pcma], null).Offer(Direction.SendReceive);
        Assert.DoesNotContain("telephone-event", Encoding.UTF8.GetString(offer), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Rfc(3264, "8.4")]
    public void Hold_StopsTheOtherSide_AndResumeStartsItAgain()
    {
        var caller = new AudioNegotiation(Here, [AudioCodec.Pcma], 101);
        var server = new AudioNegotiation(There, [AudioCodec.Pcma], null);
        caller.Accept(server.Answer(caller.Offer(Direction.SendReceive), out _));

        caller.Accept(server.Answer(caller.Offer(Direction.SendOnly), out var held));
        Assert.Equal(Direction.ReceiveOnly, held!.Direction);
        caller.Accept(server.Answer(caller.Offer(Direction.Inactive), out held));
        Assert.Equal(Direction.Inactive, held!.Direction);
        caller.Accept(server.Answer(caller.Offer(Direction.SendReceive, nullAddress: true), out held));
        Assert.False(held!.MaySend);
        caller.Accept(server.Answer(caller.Offer(Direction.SendReceive), out var resumed));
        Assert.True(resumed!.MaySend);
    }

    [Fact]
    public void NoCommonCodec_NoAnswer()
    {
        var caller = new AudioNegotiation(Here, [AudioCodec.Pcma], 101);
        var server = new AudioNegotiation(There, [AudioCodec.G722], null);
        Assert.Null(server.Answer(caller.Offer(Direction.SendReceive), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 0 RTP/AVP 8\r\n")]
    public void UselessBody_IsNeitherAnswerNorOffer(string body)
    {
        var caller = new AudioNegotiation(Here, [AudioCodec.Pcma], 101);
        _ = caller.Offer(Direction.SendReceive);
        Assert.Null(caller.Accept(Encoding.UTF8.GetBytes(body)));
        Assert.Null(caller.Answer(Encoding.UTF8.GetBytes(body), out _));
    }
}
