using System.Net;
using System.Text;
using DialIn.Calls;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Tests.Calls;

/// <summary>What holds on a leg after offers that are answered, refused and taken back.</summary>
public sealed class LegNegotiationTests : IDisposable
{
    private const string Plain = "m=audio 4000 RTP/AVP 8\r\n";
    private const string Secure = "m=audio 4000 RTP/SAVP 8\r\n";
    private const string Key1 = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\r\n";
    private const string Key2 = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC\r\n";

    private readonly MediaLoop _loop = new(new MediaLoopOptions { Threads = 1 }, TimeProvider.System, NullLoggerFactory.Instance);
    private readonly PortPool _ports = new(new PortPoolOptions { Address = IPAddress.Loopback, First = TestPorts.First, Last = TestPorts.Last }, TimeProvider.System);
    private readonly CallMedia _call;
    private readonly MediaLeg _leg;

    public LegNegotiationTests()
    {
        _call = CallMedia.Create(_loop, _ports);
        _leg = _call.OpenLeg(new MediaLegOptions { Name = "trunk" }, static _ => { });
    }

    [Theory]
    [InlineData(SrtpPolicy.Required, false)]
    [InlineData(SrtpPolicy.Allowed, true)]
    public void AnswerWithoutKeys_ToKeysOverPlainRtp_HoldsOnlyWhereTheyMayBeLeftOut(SrtpPolicy policy, bool holds)
    {
        var negotiation = Negotiation(policy);
        Answer(negotiation, Plain + Key1);

        // A re-INVITE without an offer: ours goes out, and the ACK brings the answer.
        Answer(negotiation, "");

        Assert.Equal(holds, negotiation.TryAccept(Body(Plain)));
        Assert.Equal(holds ? "none" : "AES_CM_128_HMAC_SHA1_80", negotiation.Encryption);
    }

    [Fact]
    public void Refresh_AnsweredWithoutKeys_ChangesNothingWhereTheyAreRequired()
    {
        var negotiation = Negotiation(SrtpPolicy.Required);
        Answer(negotiation, Plain + Key1);

        negotiation.TakeRefresh(Body(Plain));

        Assert.Equal("AES_CM_128_HMAC_SHA1_80", negotiation.Encryption);
    }

    [Fact]
    public void OfferOfOurs_TakenBackByACancel_LeavesWhatWasAgreedLast_AndTheNextAckBringsNoAnswer()
    {
        var negotiation = Negotiation(SrtpPolicy.Allowed);
        Answer(negotiation, Secure + Key1 + "a=sendonly\r\n");
        Answer(negotiation, Secure + Key2);
        var agreed = negotiation.Agreed;

        Answer(negotiation, "");
        negotiation.TakeBackAnswer();

        Assert.Equal(agreed, negotiation.Agreed);
        Answer(negotiation, Secure + Key2);
        Assert.True(negotiation.TryAccept(default));
        Assert.Equal(agreed, negotiation.Agreed);
    }

    [Fact]
    public void AnswerTakenBack_BringsBackTheKeysBeforeIt()
    {
        var negotiation = Negotiation(SrtpPolicy.Allowed);
        Answer(negotiation, Secure + Key1);
        var agreed = negotiation.Agreed;

        Answer(negotiation, Secure + Key2);
        Assert.NotEqual(agreed, negotiation.Agreed);
        negotiation.TakeBackAnswer();

        Assert.Equal(agreed, negotiation.Agreed);
    }

    [Theory]
    [InlineData(Secure + Key2)]
    [InlineData(Plain)]
    [InlineData("")]
    public void OfferInTheOpen_WhereTheAudioIsEncrypted_IsRefusedWhateverItHas(string media)
    {
        var negotiation = Negotiation(SrtpPolicy.Allowed);
        Answer(negotiation, Secure + Key1);
        var agreed = negotiation.Agreed;

        Assert.False(negotiation.TryAnswer(media.Length == 0 ? default : Body(media), [AudioCodec.Pcma], out _, out var refusal, isExposed: true));

        Assert.Equal(OfferRefusal.KeysInTheOpen, refusal);
        Assert.Equal(agreed, negotiation.Agreed);
        Assert.Null(negotiation.Preview(Body(Secure + Key2), [AudioCodec.Pcma], isExposed: true));
    }

    [Fact]
    public void OfferInTheOpen_WhereTheAudioIsPlain_IsTakenWithoutKeysAlone()
    {
        var negotiation = Negotiation(SrtpPolicy.Allowed);
        Answer(negotiation, Plain);

        Assert.False(negotiation.TryAnswer(Body(Secure + Key1), [AudioCodec.Pcma], out _, out var refusal, isExposed: true));
        Assert.Equal(OfferRefusal.KeysInTheOpen, refusal);
        Assert.True(negotiation.TryAnswer(Body(Plain), [AudioCodec.Pcma], out _, out _, isExposed: true));
    }

    [Theory]
    [InlineData(SrtpPolicy.Off, true)]
    [InlineData(SrtpPolicy.Allowed, false)]
    public void OurOffer_IntoTheOpen_IsMadeOnlyWhereItNeverHasKeys(SrtpPolicy policy, bool isMade)
    {
        var negotiation = Negotiation(policy);
        Answer(negotiation, Plain);

        Assert.Equal(isMade, negotiation.TryAnswer(default, [AudioCodec.Pcma], out _, out _, isExposed: true));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void AnswerInTheOpen_WithKeys_IsOfNoUse(bool isExposed, bool isTaken)
    {
        var negotiation = Negotiation(SrtpPolicy.Required);
        Answer(negotiation, "");

        Assert.Equal(isTaken, negotiation.TryAccept(Body(Secure + Key1.Replace("crypto:1 AES", "crypto:4 AES", StringComparison.Ordinal)), isExposed));
    }

    public void Dispose()
    {
        _call.Dispose();
        _loop.Dispose();
        _ports.Dispose();
    }

    private LegNegotiation Negotiation(SrtpPolicy policy) =>
        new(_leg, new MediaAddresses([]), new MediaSecurity(policy) { KeysMayTravel = true });

    private static void Answer(LegNegotiation negotiation, string media) =>
        Assert.True(negotiation.TryAnswer(media.Length == 0 ? default : Body(media), [AudioCodec.Pcma], out _, out var refusal), $"{refusal}");

    private static ReadOnlyMemory<byte> Body(string media) =>
        Encoding.ASCII.GetBytes("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" + media);
}
