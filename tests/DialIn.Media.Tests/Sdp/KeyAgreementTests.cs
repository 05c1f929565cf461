using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Sdp;

/// <summary>Offers and answers with keys.</summary>
public class KeyAgreementTests
{
    private const string Key1 = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB";
    private const string Key2 = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC";
    private const string Key80 = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + Key1;
    private const string Key32 = "a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:" + Key2;
    private const string Secure = "m=audio 4000 RTP/SAVP 8|";
    private const string Plain = "m=audio 4000 RTP/AVP 8|";

    private static readonly LocalAudio Allowed = With(SrtpPolicy.Allowed);
    private static readonly LocalAudio Required = With(SrtpPolicy.Required);

    [Theory]
    [Rfc(4568, "5.1.2")]
    [InlineData(Key80 + "|" + Key32, 1, "AES_CM_128_HMAC_SHA1_80")]
    [InlineData(Key32 + "|" + Key80, 1, "AES_CM_128_HMAC_SHA1_80")] // the short tag only where there is nothing else
    [InlineData(Key32, 2, "AES_CM_128_HMAC_SHA1_32")]
    [InlineData("a=crypto:4 F8_128_HMAC_SHA1_80 inline:" + Key1 + "|" + Key80, 1, "AES_CM_128_HMAC_SHA1_80")]
    [InlineData("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + Key1 + " UNENCRYPTED_SRTCP|" + Key32, 2, "AES_CM_128_HMAC_SHA1_32")]
    public void Offer_IsAnsweredWithTheTagThatWeTake_AndAKeyOfOurOwn(string lines, int tag, string suite)
    {
        var (answer, negotiated) = Description.Answer(Description.Offer(Secure + lines), Allowed);

        var line = Assert.Single(Lines(answer));
        Assert.Equal((tag, suite), (line.Tag, line.Key.Suite.Name));
        Assert.Equal("RTP/SAVP", answer.Media[0].Protocol);
        Assert.Equal((tag, line.Key), (negotiated.Srtp!.Tag, negotiated.Srtp.Local));
        Assert.Contains(negotiated.Srtp.Remote.Reveal(), lines, StringComparison.Ordinal);
        Assert.DoesNotContain(line.Key.Reveal(), lines, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Secure, SrtpPolicy.Allowed, true, OfferRefusal.NoUsableKey)]
    [InlineData(Secure + "a=crypto:1 F8_128_HMAC_SHA1_80 inline:" + Key1, SrtpPolicy.Allowed, true, OfferRefusal.NoUsableKey)]
    [InlineData(Secure + Key80, SrtpPolicy.Allowed, false, OfferRefusal.KeysInTheOpen)]
    [InlineData(Secure + Key80, SrtpPolicy.Required, false, OfferRefusal.KeysInTheOpen)]
    [InlineData(Secure + Key80, SrtpPolicy.Off, true, OfferRefusal.UnsupportedTransport)]
    [InlineData(Plain, SrtpPolicy.Required, true, OfferRefusal.NotEncrypted)]
    [InlineData(Plain + Key80, SrtpPolicy.Required, false, OfferRefusal.NotEncrypted)]
    [InlineData("m=audio 4000 UDP/TLS/RTP/SAVPF 8|" + Key80, SrtpPolicy.Allowed, true, OfferRefusal.UnsupportedTransport)]
    public void Offer_ThatThePolicyForbids_IsRefused_AndNeverAnsweredInTheClear(string media, SrtpPolicy policy, bool keysMayTravel, OfferRefusal refusal) =>
        Assert.Equal(refusal, Description.Refusal(Description.Offer(media), With(policy, keysMayTravel)));

    [Theory]
    [InlineData(SrtpPolicy.Off, true)]
    [InlineData(SrtpPolicy.Allowed, true)]
    [InlineData(SrtpPolicy.Allowed, false)]
    public void PlainOffer_WhereItMayBePlain_IsAnsweredPlain(SrtpPolicy policy, bool keysMayTravel)
    {
        var (answer, negotiated) = Description.Answer(Description.Offer(Plain), With(policy, keysMayTravel));

        Assert.Null(negotiated.Srtp);
        Assert.Empty(Lines(answer));
    }

    [Theory]
    [InlineData(SrtpPolicy.Allowed, true, true)]
    [InlineData(SrtpPolicy.Required, true, true)]
    [InlineData(SrtpPolicy.Allowed, false, false)]
    [InlineData(SrtpPolicy.Off, true, false)]
    public void PlainOfferWithKeys_IsEncryptedWhereItMayBe(SrtpPolicy policy, bool keysMayTravel, bool isEncrypted)
    {
        var (answer, negotiated) = Description.Answer(Description.Offer(Plain + Key80), With(policy, keysMayTravel));

        Assert.Equal(isEncrypted, negotiated.Srtp is not null);
        Assert.Equal(isEncrypted ? 1 : 0, Lines(answer).Count);
        Assert.Equal("RTP/AVP", answer.Media[0].Protocol);
    }

    [Fact]
    public void BothKindsInTwoMedia_TheEncryptedOneIsTaken()
    {
        var offer = Description.Offer("m=audio 4000 RTP/AVP 8|m=audio 4002 RTP/SAVP 8|" + Key80);

        var (answer, negotiated) = Description.Answer(offer, Allowed);

        Assert.Equal([0, 20000], answer.Media.Select(media => media.Port));
        Assert.NotNull(negotiated.Srtp);
    }

    [Fact]
    public void Profile_WithFeedback_IsRepeated() =>
        Assert.Equal("RTP/SAVPF", Description.Answer(Description.Offer("m=audio 4000 RTP/SAVPF 8|" + Key80), Allowed).Answer.Media[0].Protocol);

    [Fact]
    [Rfc(4568, "7.1.4")]
    public void SameOfferAgain_KeepsOurKey_ToTheLastByte()
    {
        var (first, negotiated) = Description.Answer(Description.Offer(Secure + Key80), Allowed);

        var (second, again) = Description.Answer(Description.Offer(Secure + Key80), Again(Allowed, first, negotiated));

        Assert.Equal(first.ToBytes(), second.ToBytes());
        Assert.Equal(negotiated, again);
    }

    [Fact]
    [Rfc(4568, "7.1.4")]
    public void NewKeyOfThePeer_GetsANewOneOfOurs()
    {
        var (first, negotiated) = Description.Answer(Description.Offer(Secure + Key80), Allowed);

        var offer = Description.Offer(Secure + Key80.Replace(Key1, Key2, StringComparison.Ordinal));
        var (second, again) = Description.Answer(offer, Again(Allowed, first, negotiated));

        Assert.NotEqual(negotiated.Srtp!.Local, again.Srtp!.Local);
        Assert.NotEqual(negotiated.Srtp.Remote, again.Srtp.Remote);
        Assert.Equal(first.Origin.Version + 1, second.Origin.Version);
    }

    [Fact]
    [Rfc(4568, "5.1.1")]
    public void OurOffer_HasALineForEachSuite_TheStrongestFirst_EachWithItsOwnKey()
    {
        var offer = OfferAnswer.CreateOffer(Required);

        Assert.Equal("RTP/SAVP", offer.Media[0].Protocol);
        Assert.Equal(
            ["1 AEAD_AES_256_GCM", "2 AEAD_AES_128_GCM", "3 AES_256_CM_HMAC_SHA1_80", "4 AES_CM_128_HMAC_SHA1_80"],
            Lines(offer).Select(line => $"{line.Tag} {line.Key.Suite}"));
        Assert.Equal(4, Lines(offer).Select(line => line.Key.Reveal()).Distinct().Count());
        Assert.NotEqual(Lines(offer)[0].Key, Lines(OfferAnswer.CreateOffer(Required))[0].Key);
    }

    [Theory]
    [InlineData(SrtpPolicy.Off, true, false)]
    [InlineData(SrtpPolicy.Allowed, false, false)]
    [InlineData(SrtpPolicy.Allowed, true, true)]
    public void OurOffer_WhereThePolicyLeavesItOpen_IsEncryptedIfItOffersFirst(SrtpPolicy policy, bool offersFirst, bool isEncrypted)
    {
        var local = With(policy) with { Security = new MediaSecurity(policy) { KeysMayTravel = true, OffersFirst = offersFirst } };

        Assert.Equal(isEncrypted ? "RTP/SAVP" : "RTP/AVP", OfferAnswer.CreateOffer(local).Media[0].Protocol);
    }

    [Fact]
    public void OurOffer_WhoseKeysAnybodyCouldRead_IsNotMade()
    {
        Assert.Throws<InvalidOperationException>(() => OfferAnswer.CreateOffer(With(SrtpPolicy.Required, keysMayTravel: false)));
        Assert.Equal("RTP/AVP", OfferAnswer.CreateOffer(With(SrtpPolicy.Allowed, keysMayTravel: false)).Media[0].Protocol);
    }

    [Fact]
    [Rfc(4568, "5.1.3")]
    public void Answer_ToOurOffer_ChoosesBothKeys()
    {
        var offer = OfferAnswer.CreateOffer(Required);
        var answer = Description.Offer(Secure + "a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:" + Key1);

        Assert.True(OfferAnswer.TryAcceptAnswer(offer, answer, out var negotiated, out _));
        Assert.Equal(Lines(offer)[3].Key, negotiated.Srtp!.Local);
        Assert.Equal(Key1, negotiated.Srtp.Remote.Reveal());
    }

    [Theory]
    [Rfc(4568, "5.1.3")]
    [InlineData(Secure, AnswerFault.NoUsableKey)] // RFC 4568 §5.3: the peer does not know a=crypto
    [InlineData(Secure + "a=crypto:5 AES_CM_128_HMAC_SHA1_80 inline:" + Key1, AnswerFault.NoUsableKey)]
    [InlineData(Secure + "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:" + Key1, AnswerFault.NoUsableKey)]
    [InlineData(Secure + "a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:" + Key1 + "|" + "a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:" + Key2, AnswerFault.NoUsableKey)]
    [InlineData(Plain, AnswerFault.UnsupportedTransport)]
    public void Answer_ThatTakesNoneOfOurLines_IsOfNoUse(string answer, AnswerFault fault)
    {
        Assert.False(OfferAnswer.TryAcceptAnswer(OfferAnswer.CreateOffer(Required), Description.Offer(answer), out _, out var found));
        Assert.Equal(fault, found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Answer_WithAKeyOfOurs_IsOfNoUse(int line)
    {
        var offer = OfferAnswer.CreateOffer(Required);
        var ours = Lines(offer)[line];
        var answer = Description.Offer($"{Secure}a=crypto:{ours.Tag} {ours.Key.Suite.Name} inline:{ours.Key.Reveal()}");

        Assert.False(OfferAnswer.TryAcceptAnswer(offer, answer, out _, out var fault));
        Assert.Equal(AnswerFault.NoUsableKey, fault);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rfc(4568, "7.1.4")]
    public void OurOfferAgain_HasTheSameKeys_InAnotherCodecToo(bool otherCodec)
    {
        var first = OfferAnswer.CreateOffer(Required with { Codecs = [AudioCodec.Pcma] });

        var again = OfferAnswer.CreateOffer(Required with { Codecs = [otherCodec ? AudioCodec.G722 : AudioCodec.Pcma], Previous = first });

        Assert.Equal("RTP/SAVP", again.Media[0].Protocol);
        Assert.Equal(Lines(first), Lines(again));
        Assert.Equal(otherCodec, first.Origin.Version != again.Origin.Version);
    }

    [Fact]
    public void OurOfferAgain_AfterAnAnswer_HasTheKeyOfTheAnswer()
    {
        var (answer, negotiated) = Description.Answer(Description.Offer(Secure + Key80), Allowed);

        var again = OfferAnswer.CreateOffer(Again(Allowed, answer, negotiated));

        Assert.Equal(negotiated.Srtp!.Local, Assert.Single(Lines(again)).Key);
    }

    [Fact]
    public void CarrierThatAgreedOnMediaSecurity_IsAskedForItAsFarAsItsEdge()
    {
        var local = Allowed with { Security = Required.Security with { RequestsEdge = true } };

        var answer = Description.Answer(OfferFiles.Parsed("ims-carrier-secure"), local).Answer;

        Assert.Equal("requested", answer.Media[0].Attribute("3ge2ae"));
        Assert.Equal("requested", OfferAnswer.CreateOffer(local).Media[0].Attribute("3ge2ae"));
        Assert.Null(Description.Answer(OfferFiles.Parsed("ims-carrier-secure"), Allowed).Answer.Media[0].Attribute("3ge2ae"));
    }

    private static LocalAudio With(SrtpPolicy policy, bool keysMayTravel = true) =>
        Description.Local with { Security = new MediaSecurity(policy) { KeysMayTravel = keysMayTravel } };

    private static LocalAudio Again(LocalAudio local, SessionDescription previous, NegotiatedAudio negotiated) =>
        local with { Previous = previous, Security = local.Security with { Current = negotiated.Srtp } };

    private static List<CryptoAttribute> Lines(SessionDescription description) => [.. description.Media.SelectMany(CryptoAttribute.Of)];
}
