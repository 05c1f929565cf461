using System.Net;
using DialIn.Ivr;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using Relay = DialIn.Media.Relay;

namespace DialIn.Calls;

/// <summary>
/// The caller's side of a call: its SIP session and its media leg. Does what the call says, and says in the call's words what
/// happens. Belongs to the call's mailbox: what SIP and media report is posted there first, and read there.
/// </summary>
internal sealed class TrunkSide(PendingInvite invite, CallMedia media, CallServices services, Action<Func<CallEvent?>> post)
{
    // Wideband first: where the carrier has it, the whole way is wideband.
    private static readonly IReadOnlyList<AudioCodec> Codecs = [AudioCodec.G722, AudioCodec.Pcma, AudioCodec.Pcmu];

    private LegNegotiation? _negotiation;
    private InviteSession? _session;
    private PendingReinvite? _reinvite;
    private bool _isDecided;

    /// <summary>The media leg; null before the answer.</summary>
    public MediaLeg? Leg { get; private set; }

    /// <summary>The codec of this call; null before the answer.</summary>
    public AudioCodec? Codec => _negotiation?.Agreed?.Format.Codec;

    /// <summary>Whether the caller's side lets us send nothing now.</summary>
    public bool IsOnHold => _negotiation?.Agreed is { Direction: Direction.ReceiveOnly or Direction.Inactive };

    /// <summary>Sends 180 and hears from now on whether the caller gives up.</summary>
    public void Ring()
    {
        invite.Watch(happened => post(() => Read(happened)));
        invite.Ring();
    }

    /// <summary>Answers the offer.</summary>
    /// <returns>Why that is impossible; null if it was done.</returns>
    public AnswerFailed? Answer()
    {
        try
        {
            Leg = media.OpenLeg(new MediaLegOptions { Name = "trunk", ReportDigits = true }, happened => post(() => Read(happened)));
        }
        catch (PortsExhaustedException)
        {
            return new AnswerFailed(CallEndReason.NoPorts);
        }

        _negotiation = new LegNegotiation(Leg, services.PublicMediaAddress);
        if (!_negotiation.TryAnswer(invite.Request.Body, Codecs, out var body))
        {
            return new AnswerFailed(CallEndReason.NoCommonCodec);
        }

        _isDecided = true;
        _session = invite.Accept(body, SessionDescription.ContentType, happened => post(() => Read(happened)));
        return null;
    }

    /// <summary>Refuses the call.</summary>
    public void Reject(int status, TimeSpan? retryAfter)
    {
        if (_isDecided)
        {
            return;
        }

        _isDecided = true;
        var extra = retryAfter is { } time
            ? SipHeaders.Empty.WithAdded(HeaderNames.RetryAfter, ((int)time.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture))
            : null;
        invite.Reject(status, extra: extra);
    }

    /// <summary>Answers the re-INVITE that waits: the codec of the call stays.</summary>
    public void AnswerOffer()
    {
        if (_reinvite is not { } reinvite || _negotiation is null)
        {
            return;
        }

        _reinvite = null;

        // Another codec would need another one in the conference as well.
        if (Codec is { } codec && _negotiation.TryAnswer(reinvite.Request.Body, [codec], out var body))
        {
            reinvite.Accept(body, SessionDescription.ContentType);
        }
        else
        {
            reinvite.Reject(488);
        }
    }

    /// <summary>Ends the leg, answered or not.</summary>
    /// <param name="end">How the call ends: its status, if the call was not answered yet.</param>
    public void HangUp(CallEnd end)
    {
        if (_session is { } session)
        {
            session.Bye();
        }
        else
        {
            Reject(end.RefusalStatus, end.RetryAfter);
        }
    }

    /// <summary>Plays to the caller.</summary>
    public void Play(Play play)
    {
        if (Leg is { } leg && Codec is { } codec)
        {
            leg.Play(services.Prompts.Sequence(play.Prompts, codec), new PlaybackId(play.Playback), play.Loop, play.Interruptible);
        }
    }

    /// <summary>Stops what plays.</summary>
    public void StopPlaying() => Leg?.StopPlayback();

    private CallEvent? Read(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionConfirmed confirmed when _negotiation!.TryAccept(confirmed.Ack.Body):
                return new TrunkConfirmed();
            case SessionConfirmed:
                // The answer to the offer in our 200 is of no use: nobody could hear anything.
                _session?.Bye();
                return new TrunkEnded(LegEndCause.Rejected);
            case SessionReinvite reinvite:
                _reinvite = reinvite.Invite;
                return new TrunkOfferReceived(reinvite.Invite.Request.Body.IsEmpty ? IsOnHold : IsHold(reinvite.Invite.Request.Body));
            case ReinviteConfirmed confirmed when _negotiation!.TryAccept(confirmed.Ack.Body):
                // A re-INVITE without an offer: only now it is known whether the call is on hold.
                return new TrunkOfferReceived(IsOnHold);
            case SessionInfo info when InfoDigit.TryRead(info.Request, out var key):
                return new DigitReceived(key);
            case SessionEnded ended:
                return new TrunkEnded(LegEnd.CauseOf(ended.End));
            default:
                return null;
        }
    }

    private static CallEvent? Read(MediaEvent happened) => happened switch
    {
        Relay.DigitReceived digit when TelephoneKey.TryFrom(digit.Digit, out var key) => new DigitReceived(key),
        Relay.PlaybackEnded ended => new PlaybackEnded((int)ended.Id.Value),
        MediaStarted => new TrunkMediaStarted(),
        MediaSilent => new TrunkSilent(),
        MediaResumed => new TrunkAudible(),
        _ => null,
    };

    // RFC 3264 §8.4: by the direction, or in the older way by a null address.
    private static bool IsHold(ReadOnlyMemory<byte> offer) =>
        SessionDescription.TryParse(offer.Span, out var description, out _)
        && description.Media.FirstOrDefault(m => m.IsAudio) is { } audio
        && (description.DirectionOf(audio) is Direction.SendOnly or Direction.Inactive
            || description.ConnectionOf(audio)?.Address is { } address && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
}
