using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Sip.UserAgents;

namespace DialIn.Calls;

/// <summary>Our own wish for another codec on one leg: a re-INVITE, from the offer to what became of it. Belongs to the call's mailbox.</summary>
internal sealed class CodecChange(LegNegotiation negotiation, InviteSession session)
{
    private AudioCodec? _wished;
    private AudioCodec? _before;
    private bool _isTakenBack;

    /// <summary>Whether our offer waits for its answer, or for another try.</summary>
    public bool IsUnderWay => _wished is not null;

    /// <summary>Asks for a codec.</summary>
    /// <param name="codec">Which one.</param>
    /// <param name="isKnown">
    /// Whether the peer is known to have it. To one that may not have it the present codec is offered as well, behind it: some
    /// do not refuse an offer of nothing that they know, but answer it with port 0, which ends the audio.
    /// </param>
    public void Ask(AudioCodec codec, bool isKnown)
    {
        (_wished, _before, _isTakenBack) = (codec, negotiation.Agreed?.Format.Codec, false);
        Offer(isKnown || _before is null ? [codec] : [codec, _before], isWish: true);
    }

    /// <summary>Takes the answer or the refusal of the re-INVITE that is under way.</summary>
    /// <returns>What was asked for and whether the leg speaks it now; <see langword="null"/> while that is not settled.</returns>
    public (AudioCodec Codec, bool IsAccepted)? Read(SessionEvent happened)
    {
        var codec = _wished!;
        var isAgreed = negotiation.TryTakeAnswer(happened);
        if (!isAgreed && happened is ReinviteAnswered && !_isTakenBack && _before is { } before)
        {
            // RFC 3264 §6: agreed to, with the stream rejected. The audio is off until we offer what it had before.
            _isTakenBack = true;
            Offer([before], isWish: false);
            return null;
        }

        _wished = null;
        return (codec, isAgreed && negotiation.Agreed?.Format.Codec == codec);
    }

    // A wish only spares the transcoding: who leaves it unanswered is not hung up on.
    private void Offer(IReadOnlyList<AudioCodec> codecs, bool isWish) => session.Reinvite(negotiation.Offer(codecs), SessionDescription.ContentType, isWish);
}
