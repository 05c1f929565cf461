using System.Net;
using System.Security.Cryptography;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;

namespace DialIn.Calls;

/// <summary>
/// The session descriptions of one leg over its life: one session id, a version that grows with each change, and the media
/// leg that is started with each agreement. RFC 3264.
/// </summary>
internal sealed class LegNegotiation(MediaLeg leg, IPAddress? publicAddress)
{
    private readonly ulong _sessionId = RandomNumberGenerator.GetHexString(12) is var hex ? Convert.ToUInt64(hex, 16) : 0;
    private SessionDescription? _sent;
    private bool _offerIsOpen;

    /// <summary>What was agreed last.</summary>
    public NegotiatedAudio? Agreed { get; private set; }

    /// <summary>Answers an offer. An empty offer asks for one of ours; the answer to it is still to come.</summary>
    /// <param name="offer">The body of an INVITE or a re-INVITE.</param>
    /// <param name="codecs">What we take, in the order in which we prefer it.</param>
    /// <param name="body">The body of our 200.</param>
    public bool TryAnswer(ReadOnlyMemory<byte> offer, IReadOnlyList<AudioCodec> codecs, out byte[] body)
    {
        body = [];
        if (offer.IsEmpty)
        {
            body = Offer(codecs);
            return true;
        }

        if (!SessionDescription.TryParse(offer.Span, out var description, out _)
            || !OfferAnswer.TryAnswer(description, Local(codecs), out var answer, out var negotiated, out _))
        {
            return false;
        }

        _sent = answer;
        Start(negotiated);
        body = answer.ToBytes();
        return true;
    }

    /// <summary>Makes an offer.</summary>
    public byte[] Offer(IReadOnlyList<AudioCodec> codecs)
    {
        _sent = OfferAnswer.CreateOffer(Local(codecs));
        _offerIsOpen = true;
        return _sent.ToBytes();
    }

    /// <summary>Takes the answer to our last offer. True as well when no offer of ours is open: there is nothing to take.</summary>
    public bool TryAccept(ReadOnlyMemory<byte> answer)
    {
        if (!_offerIsOpen || _sent is null)
        {
            return true;
        }

        _offerIsOpen = false;
        if (!SessionDescription.TryParse(answer.Span, out var description, out _)
            || !OfferAnswer.TryAcceptAnswer(_sent, description, out var negotiated, out _))
        {
            return false;
        }

        Start(negotiated);
        return true;
    }

    private LocalAudio Local(IReadOnlyList<AudioCodec> codecs) =>
        new(new IPEndPoint(publicAddress ?? leg.LocalRtp.Address, leg.LocalRtp.Port), codecs, _sessionId) { Previous = _sent };

    private void Start(NegotiatedAudio negotiated)
    {
        Agreed = negotiated;
        leg.Start(negotiated);
    }
}
