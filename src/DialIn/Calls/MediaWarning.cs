using DialIn.Media.Sdp;
using DialIn.Sip.Messages;

namespace DialIn.Calls;

/// <summary>Says in a Warning header field why an offer was refused with 488, RFC 3261 §20.43.</summary>
internal static class MediaWarning
{
    /// <summary>The code that says that none of the offered codecs will do.</summary>
    public const int IncompatibleFormat = 305;

    // RFC 3261 §20.43: the agent may be a pseudonym.
    private const string Agent = "dialin";

    /// <summary>Whether the refusal is about encryption.</summary>
    public static bool IsOfEncryption(OfferRefusal refusal) =>
        refusal is OfferRefusal.NotEncrypted or OfferRefusal.KeysInTheOpen or OfferRefusal.NoUsableKey;

    /// <summary>The header field.</summary>
    /// <param name="refusal">Why; <see cref="OfferRefusal.None"/> for a description that could not be read.</param>
    public static SipHeaders For(OfferRefusal refusal) => SipHeaders.Empty.WithAdded(HeaderNames.Warning, refusal switch
    {
        OfferRefusal.NoAudio => $"304 {Agent} \"Media type not available\"",
        OfferRefusal.NotEncrypted => $"302 {Agent} \"Encrypted audio, RTP/SAVP, is required here\"",
        OfferRefusal.KeysInTheOpen => $"302 {Agent} \"Keys for encrypted audio are taken over TLS alone\"",
        OfferRefusal.NoUsableKey => $"306 {Agent} \"No crypto attribute that can be used\"",
        OfferRefusal.UnsupportedTransport => $"302 {Agent} \"Incompatible transport protocol\"",
        OfferRefusal.NoUsableAddress => $"301 {Agent} \"Incompatible network address formats\"",
        OfferRefusal.NoCommonCodec => $"{IncompatibleFormat} {Agent} \"Incompatible media format\"",
        _ => $"399 {Agent} \"Session description not understood\"",
    });
}
