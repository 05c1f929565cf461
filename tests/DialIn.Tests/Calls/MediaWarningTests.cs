using DialIn.Calls;
using DialIn.Media.Sdp;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Tests.Calls;

public class MediaWarningTests
{
    [Theory]
    [InlineData(OfferRefusal.NoAudio, "304 dialin \"Media type not available\"")]
    [InlineData(OfferRefusal.UnsupportedTransport, "302 dialin \"Incompatible transport protocol\"")]
    [InlineData(OfferRefusal.NotEncrypted, "302 dialin \"Encrypted audio, RTP/SAVP, is required here\"")]
    [InlineData(OfferRefusal.KeysInTheOpen, "302 dialin \"Keys for encrypted audio are taken over TLS alone\"")]
    [InlineData(OfferRefusal.NoUsableKey, "306 dialin \"No crypto attribute that can be used\"")]
    [InlineData(OfferRefusal.NoUsableAddress, "301 dialin \"Incompatible network address formats\"")]
    [InlineData(OfferRefusal.NoCommonCodec, "305 dialin \"Incompatible media format\"")]
    [InlineData(OfferRefusal.None, "399 dialin \"Session description not understood\"")]
    [Rfc(3261, "20.43")]
    public void Refusal_IsExplained(OfferRefusal refusal, string expected) => Assert.Equal(expected, MediaWarning.For(refusal)[HeaderNames.Warning]);
}
