using DialIn.Media.Sdp;
using DialIn.Sip.Messages;

namespace DialIn.Calls;

/// <summary>Says in a Warning header field why an offer was refused with 488, RFC 3261 §20.43.</summary>
internal static class MediaWarning
{
    // None of the offered codecs will do.
    private const int IncompatibleFormat = 305;

    // RFC 3261 §20.43: the transport protocol, which RTP/SAVP is, and an attribute of the media, which crypto is.
    private const int IncompatibleTransport = 302;
    private const int AttributeNotUnderstood = 306;

    // RFC 3261 §20.43: the agent may be a pseudonym.
    private const string Agent = "dialin";

    /// <summary>Whether the refusal is about encryption.</summary>
    public static bool IsOfEncryption(OfferRefusal refusal) =>
        refusal is OfferRefusal.NotEncrypted or OfferRefusal.KeysInTheOpen or OfferRefusal.NoUsableKey;

    /// <summary>Whether a server that was offered encryption refuses the codec, by the codes of its warnings, and says nothing against the encryption.</summary>
    public static bool IsOfCodecAlone(IReadOnlyList<int> codes) =>
        codes.Contains(IncompatibleFormat) && !codes.Contains(IncompatibleTransport) && !codes.Contains(AttributeNotUnderstood);

    /// <summary>The header field.</summary>
    /// <param name="refusal">Why; <see cref="OfferRefusal.None"/> for a description that could not be read.</param>
    public static SipHeaders For(OfferRefusal refusal) => SipHeaders.Empty.WithAdded(HeaderNames.Warning, refusal switch
    {
        OfferRefusal.NoAudio => $"304 {Agent} \"Media type not available\"",
        OfferRefusal.NotEncrypted => $"{IncompatibleTransport} {Agent} \"Encrypted audio, RTP/SAVP, is required here\"",
        OfferRefusal.KeysInTheOpen => $"{IncompatibleTransport} {Agent} \"Keys for encrypted audio are taken over TLS alone\"",
        OfferRefusal.NoUsableKey => $"{AttributeNotUnderstood} {Agent} \"No crypto attribute that can be used\"",
        OfferRefusal.UnsupportedTransport => $"{IncompatibleTransport} {Agent} \"Incompatible transport protocol\"",
        OfferRefusal.NoUsableAddress => $"301 {Agent} \"Incompatible network address formats\"",
        OfferRefusal.NoCommonCodec => $"{IncompatibleFormat} {Agent} \"Incompatible media format\"",
        _ => $"399 {Agent} \"Session description not understood\"",
    });
}
