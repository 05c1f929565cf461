using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Security.Cryptography;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Sip.UserAgents;

namespace DialIn.Calls;

/// <summary>
/// The session descriptions of one leg over its life: one session id, a version that grows with each change, and the media
/// leg that is started with each agreement. RFC 3264.
/// </summary>
internal sealed class LegNegotiation(MediaLeg leg, MediaAddresses addresses, MediaSecurity security)
{
    private readonly ulong _sessionId = RandomNumberGenerator.GetHexString(12) is var hex ? Convert.ToUInt64(hex, 16) : 0;
    private SessionDescription? _sent;
    private SessionDescription? _sentBefore;
    private NegotiatedAudio? _agreedBefore;
    private ulong _lastVersion;
    private bool _offerIsOpen;

    /// <summary>What was agreed last.</summary>
    public NegotiatedAudio? Agreed { get; private set; }

    /// <summary>How the audio is encrypted: the name of the suite, <c>none</c>, or null before the first agreement.</summary>
    public string? Encryption => Agreed is { } agreed ? agreed.Srtp?.Suite.Name ?? "none" : null;

    /// <summary>The family of the address where an offer takes audio; null if it has none, or is none.</summary>
    public static AddressFamily? FamilyOf(ReadOnlyMemory<byte> offer) => SessionDescription.TryParse(offer.Span, out var description, out _)
        ? description.Media.Where(static media => media is { IsAudio: true, Port: > 0 }).Select(media => description.ConnectionOf(media)?.Address?.AddressFamily).FirstOrDefault(static family => family is not null)
        : null;

    /// <summary>Looks at an offer without answering it: what would hold then.</summary>
    /// <param name="offer">The body of a re-INVITE.</param>
    /// <param name="codecs">What we take, in the order in which we prefer it; the codec in use goes before all.</param>
    /// <returns>Null if there is no answer to it.</returns>
    /// <param name="isExposed">Whether it came less securely than the call began.</param>
    public NegotiatedAudio? Preview(ReadOnlyMemory<byte> offer, IReadOnlyList<AudioCodec> codecs, bool isExposed = false) =>
        !IsRefused(offer, isExposed) && SessionDescription.TryParse(offer.Span, out var description, out _) && TryAnswer(description, codecs, isExposed, out _, out var negotiated, out _) ? negotiated : null;

    /// <summary>The codecs of ours that an offer has; none if it cannot be read.</summary>
    public IReadOnlyList<AudioCodec> CodecsIn(ReadOnlyMemory<byte> offer) => SessionDescription.TryParse(offer.Span, out var description, out _)
        ? [.. AudioCodec.All.Where(codec => OfferAnswer.TryAnswer(description, Local([codec]), out _, out _, out _))]
        : [];

    /// <summary>Answers an offer. An empty offer asks for one of ours; the answer to it is still to come.</summary>
    /// <param name="offer">The body of an INVITE or a re-INVITE.</param>
    /// <param name="codecs">What we take, in the order in which we prefer it.</param>
    /// <param name="body">The body of our 200.</param>
    /// <param name="refusal">Why there is no answer; <see cref="OfferRefusal.None"/> as well for a body that cannot be read.</param>
    /// <param name="isExposed">Whether it came over a transport that others can read, though the call began over TLS.</param>
    public bool TryAnswer(ReadOnlyMemory<byte> offer, IReadOnlyList<AudioCodec> codecs, out byte[] body, out OfferRefusal refusal, bool isExposed = false)
    {
        (body, refusal) = ([], OfferRefusal.None);
        if (IsRefused(offer, isExposed) || (offer.IsEmpty && !security.MayOffer))
        {
            refusal = OfferRefusal.KeysInTheOpen;
            return false;
        }

        if (offer.IsEmpty)
        {
            // A call that runs offers what it has: another codec would need another one in the other leg as well.
            body = Offer(Agreed is { } agreed ? [agreed.Format.Codec] : codecs);
            return true;
        }

        if (!SessionDescription.TryParse(offer.Span, out var description, out _)
            || !TryAnswer(description, codecs, isExposed, out var answer, out var negotiated, out refusal))
        {
            return false;
        }

        (_sentBefore, _agreedBefore) = (_sent, Agreed);
        Sent(answer);
        Start(negotiated);
        body = answer.ToBytes();
        return true;
    }

    /// <summary>Makes an offer.</summary>
    public byte[] Offer(IReadOnlyList<AudioCodec> codecs)
    {
        (_sentBefore, _agreedBefore) = (_sent, Agreed);
        var offer = OfferAnswer.CreateOffer(Local(codecs) with { OffersAnew = Agreed is not null && codecs.Count > 1 });
        Sent(offer);
        _offerIsOpen = true;
        return offer.ToBytes();
    }

    /// <summary>
    /// Takes what became of our re-INVITE: its answer, or its refusal. If it came to nothing, what held before holds on. The
    /// version of the offer is used up all the same: RFC 3264 §8 wants another one for other content.
    /// </summary>
    /// <returns>Whether what it offered holds now.</returns>
    public bool TryTakeAnswer(SessionEvent happened)
    {
        if (_offerIsOpen && happened is ReinviteAnswered answered && TryAccept(answered.Response.Body))
        {
            return true;
        }

        (_offerIsOpen, _sent) = (false, _sentBefore);
        return false;
    }

    /// <summary>The peer had cancelled the re-INVITE that was answered last: what held before it holds on.</summary>
    public void TakeBackAnswer()
    {
        (_offerIsOpen, _sent) = (false, _sentBefore);
        if (_agreedBefore is { } agreed)
        {
            Start(agreed);
        }
    }

    /// <summary>Takes the answer to an offer that the stack has repeated to refresh the session: it may name another address.</summary>
    public void TakeRefresh(ReadOnlyMemory<byte> answer)
    {
        if (!_offerIsOpen && _sent is not null && TryRead(answer, _sent, out var negotiated) && negotiated != Agreed)
        {
            Start(negotiated);
        }
    }

    /// <summary>Takes the answer to our last offer. True as well when no offer of ours is open: there is nothing to take.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="isExposed">Whether it came over a transport that others can read, though the call began over TLS: then its keys are of no use.</param>
    public bool TryAccept(ReadOnlyMemory<byte> answer, bool isExposed = false)
    {
        if (!_offerIsOpen || _sent is null)
        {
            return true;
        }

        _offerIsOpen = false;
        if (!TryRead(answer, _sent, out var negotiated) || (isExposed && negotiated.Srtp is not null))
        {
            return false;
        }

        Start(negotiated);
        return true;
    }

    // A telephone that speaks of keys over plain RTP may leave them out of an answer: not where encryption is required.
    private bool TryRead(ReadOnlyMemory<byte> answer, SessionDescription offer, [NotNullWhen(true)] out NegotiatedAudio? negotiated)
    {
        negotiated = null;
        return SessionDescription.TryParse(answer.Span, out var description, out _)
            && OfferAnswer.TryAcceptAnswer(offer, description, out negotiated, out _)
            && (negotiated.Srtp is not null || security.Policy != SrtpPolicy.Required);
    }

    // Audio that is encrypted stays so: nobody who only sends us UDP gets its keys, or gets rid of them. An offer of ours may repeat keys.
    private bool IsRefused(ReadOnlyMemory<byte> offer, bool isExposed) =>
        isExposed && (Agreed?.Srtp is not null || (offer.IsEmpty && security.Policy != SrtpPolicy.Off));

    // The codec in use stays, wherever the peer has it in its list now.
    private bool TryAnswer(
        SessionDescription offer,
        IReadOnlyList<AudioCodec> codecs,
        bool isExposed,
        [NotNullWhen(true)] out SessionDescription? answer,
        [NotNullWhen(true)] out NegotiatedAudio? negotiated,
        out OfferRefusal refusal) =>
        (Agreed is { } agreed && codecs.Contains(agreed.Format.Codec)
            && OfferAnswer.TryAnswer(offer, Local([agreed.Format.Codec], isExposed), out answer, out negotiated, out refusal))
        || OfferAnswer.TryAnswer(offer, Local(codecs, isExposed), out answer, out negotiated, out refusal);

    private LocalAudio Local(IReadOnlyList<AudioCodec> codecs, bool isExposed = false) =>
        new(addresses.Of(leg.LocalRtp), codecs, _sessionId)
        {
            Previous = _sent,
            LastVersion = _lastVersion,
            Security = security with { Current = Agreed?.Srtp, KeysMayTravel = security.KeysMayTravel && !isExposed },
        };

    private void Sent(SessionDescription description) => (_sent, _lastVersion) = (description, Math.Max(_lastVersion, description.Origin.Version));

    private void Start(NegotiatedAudio negotiated)
    {
        Agreed = negotiated;
        leg.Start(negotiated);
    }
}
