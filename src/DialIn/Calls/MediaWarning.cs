using DialIn.Media.Sdp;
using DialIn.Sip.Messages;

namespace DialIn.Calls;

/// <summary>Says in a Warning header field why an offer was refused with 488, RFC 3261 §20.43.</summary>
internal static class MediaWarning
{
    // RFC 3261 §20.43: the agent may be a pseudonym.
    private const string Agent = "dialin";

    /// <summary>The header field.</summary>
    /// <param name="refusal">Why; <see cref="OfferRefusal.None"/> for a description that could not be read.</param>
    public static SipHeaders For(OfferRefusal refusal) => SipHeaders.Empty.WithAdded(HeaderNames.Warning, refusal switch
    {
        OfferRefusal.NoAudio => $"304 {Agent} \"Media type not available\"",
        OfferRefusal.UnsupportedTransport => $"302 {Agent} \"Incompatible transport protocol\"",
        OfferRefusal.NoUsableAddress => $"301 {Agent} \"Incompatible network address formats\"",
        OfferRefusal.NoCommonCodec => $"305 {Agent} \"Incompatible media format\"",
        _ => $"399 {Agent} \"Session description not understood\"",
    });
}
