using System.Diagnostics.CodeAnalysis;
using DialIn.Media.Codecs;

namespace DialIn.Media.Sdp;

/// <summary>
/// The offer/answer model of RFC 3264 for calls with one audio stream: pure functions from descriptions to descriptions. Our
/// side always settles on one codec, plus telephone-events at its clock rate.
/// </summary>
public static class OfferAnswer
{
    private const string PlainRtp = "RTP/AVP";
    private const string PlainRtpWithFeedback = "RTP/AVPF";

    /// <summary>Answers an offer, in an INVITE or a re-INVITE.</summary>
    /// <param name="offer">What the peer sent.</param>
    /// <param name="local">Our side; with <see cref="LocalAudio.Previous"/> in a re-INVITE.</param>
    /// <param name="answer">The answer: as many media as the offer has, the first acceptable audio accepted, all others with port 0.</param>
    /// <param name="negotiated">What holds from now on.</param>
    /// <param name="refusal">Why there is no answer.</param>
    public static bool TryAnswer(
        SessionDescription offer,
        LocalAudio local,
        [NotNullWhen(true)] out SessionDescription? answer,
        [NotNullWhen(true)] out NegotiatedAudio? negotiated,
        out OfferRefusal refusal)
    {
        (answer, negotiated, refusal) = (null, null, OfferRefusal.NoAudio);
        var preferred = AudioSelection.PreferPrevious(local);

        // Whoever offers both kinds in two media means the encrypted one first, wherever it stands.
        foreach (var (i, media) in offer.Media.Index().OrderBy(static entry => KeyAgreement.IsSecure(entry.Item.Protocol) ? 0 : 1))
        {
            var reason = TryAccept(offer, media, local, preferred, out negotiated);
            if (negotiated is not null)
            {
                answer = LocalDescription.Answer(offer, i, local, negotiated);
                refusal = OfferRefusal.None;
                return true;
            }

            // The refusal that came closest to an answer says most.
            refusal = reason > refusal ? reason : refusal;
        }

        return false;
    }

    /// <summary>
    /// Makes an offer: every codec of <paramref name="local"/> and telephone-events. With <see cref="LocalAudio.Previous"/>, for
    /// a re-INVITE of ours or to a re-INVITE without an offer, it is the previous description again, at our present address and
    /// with our own wish of direction, not with what an earlier hold by the peer made of it. RFC 3264 §8.
    /// </summary>
    /// <exception cref="InvalidOperationException">Encryption is required, and keys may not travel: see <see cref="MediaSecurity.MayOffer"/>.</exception>
    public static SessionDescription CreateOffer(LocalAudio local) => local.Security.MayOffer
        ? LocalDescription.Offer(local)
        : throw new InvalidOperationException("encryption is required, but keys may not travel");

    /// <summary>Reads the answer to an offer of ours.</summary>
    /// <param name="offer">What we sent.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="negotiated">
    /// What holds from now on: the first codec of the answer that was offered, with the payload types that the answer names, since
    /// those are what the peer expects to receive.
    /// </param>
    /// <param name="fault">Why the answer is of no use.</param>
    public static bool TryAcceptAnswer(
        SessionDescription offer,
        SessionDescription answer,
        [NotNullWhen(true)] out NegotiatedAudio? negotiated,
        out AnswerFault fault)
    {
        (negotiated, fault) = (null, AnswerFault.NoAudio);
        var index = AudioSelection.IndexOfAudio(offer);
        if (index < 0 || index >= answer.Media.Count || answer.Media[index] is not { IsAudio: true, Port: > 0 } media)
        {
            return false;
        }

        var offered = offer.Media[index];
        if (!media.Protocol.Equals(offered.Protocol, StringComparison.OrdinalIgnoreCase))
        {
            fault = AnswerFault.UnsupportedTransport;
            return false;
        }

        if (offer.ConnectionOf(offered)?.Address is not { } own || MediaTarget.Find(answer, media, own.AddressFamily) is not { } target)
        {
            fault = AnswerFault.NoUsableAddress;
            return false;
        }

        if (AudioSelection.OfAnswer(offered, media) is not { } format)
        {
            fault = AnswerFault.NoCommonCodec;
            return false;
        }

        if (!KeyAgreement.TryAccept(offered, media, out var keys))
        {
            fault = AnswerFault.NoUsableKey;
            return false;
        }

        fault = AnswerFault.None;
        negotiated = RtcpAttribute.Agree(Negotiated(format, target, answer.DirectionOf(media), offer.DirectionOf(offered)), offered, media) with { Srtp = keys };
        return true;
    }

    private static OfferRefusal TryAccept(
        SessionDescription offer, MediaDescription media, LocalAudio local, IReadOnlyList<AudioCodec> preferred, out NegotiatedAudio? negotiated)
    {
        negotiated = null;
        if (!media.IsAudio || media.Port == 0)
        {
            return OfferRefusal.NoAudio;
        }

        if (!KeyAgreement.IsSecure(media.Protocol)
            && !media.Protocol.Equals(PlainRtp, StringComparison.OrdinalIgnoreCase)
            && !media.Protocol.Equals(PlainRtpWithFeedback, StringComparison.OrdinalIgnoreCase))
        {
            return OfferRefusal.UnsupportedTransport;
        }

        if (KeyAgreement.Answer(media, local.Security, out var keys) is not OfferRefusal.None and var refusal)
        {
            return refusal;
        }

        if (MediaTarget.Find(offer, media, local.Rtp.AddressFamily) is not { } target)
        {
            return OfferRefusal.NoUsableAddress;
        }

        if (AudioSelection.OfOffer(media, preferred, local.TelephoneEvents) is not { } format)
        {
            return OfferRefusal.NoCommonCodec;
        }

        negotiated = RtcpAttribute.Agree(Negotiated(format, target, offer.DirectionOf(media), local.Direction), media, media) with { Srtp = keys };
        return OfferRefusal.None;
    }

    // RFC 3264 §6.1: our direction is theirs seen from here, cut down to what we wish. Who gave the null address takes nothing.
    private static NegotiatedAudio Negotiated(AudioFormat format, MediaTarget target, Direction theirs, Direction wish)
    {
        var ours = theirs.Mirror().And(wish);
        return new NegotiatedAudio(format, target.Rtp, target.Rtcp, target.IsNull ? ours.And(Direction.ReceiveOnly) : ours);
    }
}
