using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;

namespace DialIn.Simulator.Rtp;

/// <summary>The offers and answers of one call, in order. Safe to use from any thread.</summary>
/// <param name="rtp">Where our descriptions say that we take RTP.</param>
/// <param name="codecs">Our codecs in the order of preference.</param>
/// <param name="telephoneEvent">The payload type that our offers name for telephone-events; null neither offers nor accepts them.</param>
/// <param name="security">Whether our audio is encrypted; null for never.</param>
internal sealed class AudioNegotiation(IPEndPoint rtp, IReadOnlyList<AudioCodec> codecs, byte? telephoneEvent, MediaSecurity? security = null)
{
    private readonly Lock _sync = new();
    private readonly ulong _sessionId = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) >> 2;
    private SessionDescription? _previous;
    private SessionDescription? _offer;
    private SrtpKeys? _keys;

    /// <summary>Makes an offer.</summary>
    /// <param name="direction">What we wish to do.</param>
    /// <param name="nullAddress">Hold the old way: <c>c=0.0.0.0</c>.</param>
    /// <param name="newKeys">Encrypt with other keys than before.</param>
    /// <param name="plain">Encrypt no more.</param>
    public byte[] Offer(Direction direction, bool nullAddress = false, bool newKeys = false, bool plain = false)
    {
        var local = Local(direction);
        if ((newKeys || plain) && local.Previous is { } previous)
        {
            // A first offer again, in the same session.
            local = local with { Previous = null, Version = previous.Origin.Version + 1, Security = plain ? MediaSecurity.Off : local.Security };
        }

        var offer = WithTelephoneEvent(OfferAnswer.CreateOffer(local));
        if (nullAddress)
        {
            var nowhere = ConnectionData.Of(IPAddress.Any);
            offer = offer with
            {
                Connection = nowhere,
                Media = [.. offer.Media.Select(media => media with { Connection = nowhere })],
            };
        }

        lock (_sync)
        {
            _offer = offer;
        }

        return offer.ToBytes();
    }

    /// <summary>Reads the answer to our last offer.</summary>
    /// <returns>What is agreed; null when the answer is of no use.</returns>
    public NegotiatedAudio? Accept(ReadOnlyMemory<byte> body)
    {
        lock (_sync)
        {
            if (_offer is null || !SessionDescription.TryParse(body.Span, out var answer, out _)
                || !OfferAnswer.TryAcceptAnswer(_offer, answer, out var negotiated, out _))
            {
                return null;
            }

            (_previous, _keys) = (_offer, negotiated.Srtp);
            return negotiated;
        }
    }

    /// <summary>Answers an offer of the peer.</summary>
    /// <param name="body">The offer.</param>
    /// <param name="negotiated">What is agreed.</param>
    /// <returns>The answer; null when there is none to give.</returns>
    public byte[]? Answer(ReadOnlyMemory<byte> body, out NegotiatedAudio? negotiated)
    {
        negotiated = null;
        lock (_sync)
        {
            if (!SessionDescription.TryParse(body.Span, out var offer, out _)
                || !OfferAnswer.TryAnswer(offer, Local(Direction.SendReceive), out var answer, out negotiated, out _))
            {
                return null;
            }

            (_previous, _keys) = (answer, negotiated.Srtp);
            return answer.ToBytes();
        }
    }

    private LocalAudio Local(Direction direction) => new(rtp, codecs, _sessionId)
    {
        Previous = Volatile.Read(ref _previous),
        Direction = direction,
        TelephoneEvents = telephoneEvent is not null,
        Security = (security ?? MediaSecurity.Off) with { Current = Volatile.Read(ref _keys) },
    };

    // Carriers number telephone-events as they like: 96, 100, 101, 127.
    private SessionDescription WithTelephoneEvent(SessionDescription offer)
    {
        const string usual = "101";
        if (telephoneEvent is not { } number)
        {
            return offer;
        }

        var wished = number.ToString(CultureInfo.InvariantCulture);
        return offer with
        {
            Media =
            [
                .. offer.Media.Select(media => media with
                {
                    Formats = [.. media.Formats.Select(format => format == usual ? wished : format)],
                    Attributes = [.. media.Attributes.Select(Renumber)],
                }),
            ],
        };

        SdpAttribute Renumber(SdpAttribute attribute) =>
            attribute.Value is { } value && value.StartsWith(usual + " ", StringComparison.Ordinal)
                ? attribute with { Value = wished + value[usual.Length..] }
                : attribute;
    }
}
