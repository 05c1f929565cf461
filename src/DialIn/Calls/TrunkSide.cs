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
/// <param name="invite">The caller's INVITE.</param>
/// <param name="codecs">What the trunk may speak, the preferred one first.</param>
/// <param name="security">Whether its audio is encrypted.</param>
/// <param name="inBandDigits">Whether keys may come as tones.</param>
/// <param name="mediaSources">Where its audio may come from; null for anywhere.</param>
/// <param name="media">The call's media.</param>
/// <param name="services">What all calls share.</param>
/// <param name="post">The call's mailbox.</param>
internal sealed class TrunkSide(
    PendingInvite invite,
    IReadOnlyList<AudioCodec> codecs,
    MediaSecurity security,
    InBandDigits inBandDigits,
    string? mediaSources,
    CallMedia media,
    CallServices services,
    Action<Func<CallEvent?>> post)
{
    // Whoever holds a key for longer is known at its end, when the tone is over.
    private static readonly TimeSpan LongestTone = TimeSpan.FromSeconds(2);

    private readonly KeyPresses _keys = new(services.Time, inBandDigits == InBandDigits.Always);
    private LegNegotiation? _negotiation;
    private InviteSession? _session;
    private PendingReinvite? _reinvite;
    private PendingReinvite? _answered;
    private CodecChange? _change;
    private IReadOnlyList<AudioCodec> _offered = [];
    private OfferRefusal _refusal;
    private bool _isDecided;
    private bool _isToneCheck;

    /// <summary>The media leg; null before the answer.</summary>
    public MediaLeg? Leg { get; private set; }

    /// <summary>The codec of this call; null before the answer.</summary>
    public AudioCodec? Codec => _negotiation?.Agreed?.Format.Codec;

    /// <inheritdoc cref="LegNegotiation.Encryption"/>
    public string? Encryption => _negotiation?.Encryption;

    /// <summary>Whether the caller's side lets us send nothing now.</summary>
    public bool IsOnHold => IsHold(_negotiation?.Agreed);

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
            Leg = media.OpenLeg(
                new MediaLegOptions
                {
                    Name = "trunk",
                    Family = LegNegotiation.FamilyOf(invite.Request.Body) ?? invite.Source.Remote.Address.AddressFamily,
                    ReportDigits = true,
                    Sources = mediaSources,
                    Timeout = services.Options.MediaTimeout,
                    TimeoutOnHold = services.Options.MediaTimeoutOnHold,
                },
                happened => post(() => Read(happened)));
        }
        catch (PortsExhaustedException)
        {
            return new AnswerFailed(CallEndReason.NoPorts);
        }

        _negotiation = new LegNegotiation(Leg, services.MediaAddresses, security);
        if (!_negotiation.TryAnswer(invite.Request.Body, codecs, out var body, out _refusal))
        {
            return new AnswerFailed(MediaWarning.IsOfEncryption(_refusal) ? CallEndReason.NoCommonEncryption : CallEndReason.NoCommonCodec);
        }

        _isDecided = true;
        _session = invite.Accept(body, SessionDescription.ContentType, happened => post(() => Read(happened)));
        Tell(invite.Request.Body);
        return null;
    }

    /// <summary>Refuses the call.</summary>
    /// <param name="end">Why.</param>
    /// <param name="status">The SIP status, where it is not the reason's own.</param>
    public void Reject(CallEnd end, int? status = null)
    {
        if (_isDecided)
        {
            return;
        }

        _isDecided = true;
        var extra = SipHeaders.Empty.WithAdded(HeaderNames.Reason, end.ReasonHeader);
        extra = end.RetryAfter is { } time
            ? extra.WithAdded(HeaderNames.RetryAfter, ((int)time.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture))
            : extra;
        invite.Reject(status ?? end.RefusalStatus, extra: end.Reason is CallEndReason.NoCommonCodec or CallEndReason.NoCommonEncryption ? extra.WithAdded(MediaWarning.For(_refusal)) : extra);
    }

    /// <summary>Asks the caller's side for another codec; ends in <see cref="TrunkCodecChanged"/>.</summary>
    public void ChangeCodec(AudioCodec codec)
    {
        _change = new CodecChange(_negotiation!, _session!);
        _change.Ask(codec, isKnown: _offered.Contains(codec));
    }

    /// <summary>Answers the re-INVITE that waits: in the codec of the call if it has it, else in another one.</summary>
    public void AnswerOffer()
    {
        if (_reinvite is not { } reinvite || _negotiation is null)
        {
            return;
        }

        _reinvite = null;
        var before = Codec;
        if (_negotiation.TryAnswer(reinvite.Request.Body, codecs, out var body, out var refusal, reinvite.IsExposed))
        {
            _answered = reinvite;
            reinvite.Accept(body, SessionDescription.ContentType);
            if (Codec != before)
            {
                Tell(reinvite.Request.Body);
            }
        }
        else
        {
            // A fax machine asks for T.38 here: the telephone call goes on.
            reinvite.Reject(488, MediaWarning.For(refusal));
        }
    }

    /// <summary>Ends the leg, answered or not, and its media at once: the carrier may give the port to another call.</summary>
    /// <param name="end">How the call ends: its status, if the call was not answered yet.</param>
    public void HangUp(CallEnd end)
    {
        if (_session is { } session)
        {
            session.Bye(end.ReasonHeader);
        }
        else
        {
            Reject(end);
        }

        Leg?.Close();
    }

    /// <summary>Plays to the caller.</summary>
    public void Play(Play play)
    {
        if (Leg is { } leg && Codec is { } codec)
        {
            leg.Play(
                services.Prompts.Sequence(play.Prompts, codec),
                new PlaybackId(play.Playback),
                play.Loop,
                play.Interruptible,
                other => services.Prompts.Sequence(play.Prompts, other));
        }
    }

    /// <summary>Begins or ends to hear tones as keys, as the trunk's configuration has it.</summary>
    public void ListenForTones(bool isOn) => Leg?.ListenForTones((isOn, inBandDigits) switch
    {
        (true, InBandDigits.Auto) => ToneListening.UntilEvent,
        (true, InBandDigits.Always) => ToneListening.Always,
        _ => ToneListening.Off,
    });

    /// <summary>Begins or ends to hear whether a fax machine calls.</summary>
    public void ListenForFax(bool isOn) => Leg?.ListenForFax(isOn);

    /// <summary>Tells every key from now on, in whatever way it comes and however often.</summary>
    public void BeginToneCheck()
    {
        _isToneCheck = true;
        Leg?.ListenForTones(ToneListening.Always);
    }

    /// <summary>Plays the tones of a key.</summary>
    public void PlayKey(TelephoneKey key)
    {
        if (Leg is { } leg && Codec is { } codec)
        {
            leg.Play([ProofTones.Of(key, codec)], new PlaybackId(ProofTones.Playback), interruptible: false);
        }
    }

    /// <summary>Stops what plays.</summary>
    public void StopPlaying() => Leg?.StopPlayback();

    private CallEvent? Read(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionConfirmed confirmed when _negotiation!.TryAccept(confirmed.Ack.Body, confirmed.IsExposed):
                if (invite.Request.Body.IsEmpty)
                {
                    // Only the answer to our offer says what is spoken.
                    Tell(default);
                }

                return new TrunkConfirmed();
            case SessionConfirmed:
                // The answer to the offer in our 200 is of no use: nobody could hear anything.
                HangUp(CallEnd.For(CallEndReason.NoCommonCodec));
                return new TrunkEnded(LegEndCause.NoCommonCodec);
            case SessionReinvite { Invite: var reinvite } when _change is { IsUnderWay: true }:
                // RFC 3261 §14.2: our own offer waits for another try; an answer now would be newer than it.
                reinvite.Reject(491);
                return null;
            case SessionReinvite reinvite:
                _reinvite = reinvite.Invite;
                return Read(_negotiation!.Preview(reinvite.Invite.Request.Body, codecs, reinvite.Invite.IsExposed));
            case ReinviteWithdrawn withdrawn when withdrawn.Invite == _reinvite:
                _reinvite = null;
                return new TrunkOfferWithdrawn();
            case ReinviteWithdrawn withdrawn when withdrawn.Invite == _answered:
                // The CANCEL was faster than our answer.
                _answered = null;
                _negotiation!.TakeBackAnswer();
                Tell(default);
                return new TrunkOfferReceived(IsOnHold);
            case ReinviteAnswered or ReinviteFailed when _change is { IsUnderWay: true } change:
                return change.Read(happened) is { } settled ? new TrunkCodecChanged(settled.Codec, settled.IsAccepted, IsOnHold) : null;
            case SessionRefreshed refreshed:
                var before = Codec;
                _negotiation!.TakeRefresh(refreshed.Response.Body);
                if (Codec is { } codec && codec != before)
                {
                    // Our description repeated may have had more than one: the answer need not choose as it did before.
                    post(() => new TrunkCodecAgreed(codec, _offered));
                }

                return new TrunkOfferReceived(IsOnHold);
            case ReinviteConfirmed confirmed when _negotiation!.TryAccept(confirmed.Ack.Body, confirmed.IsExposed):
                // A re-INVITE without an offer: only now it is known whether the call is on hold.
                return new TrunkOfferReceived(IsOnHold);
            case SessionInfo info when InfoDigit.TryRead(info.Request, out var key):
                return ReadInfo(key, InfoDigit.DurationOf(info.Request));
            case SessionEnded ended:
                Leg?.Close();
                return new TrunkEnded(LegEnd.CauseOf(ended.End), ReleaseCause.Read(ended.End.Reason));
            default:
                return null;
        }
    }

    // Before the answer to an offer of ours there is nothing to tell.
    private void Tell(ReadOnlyMemory<byte> offer)
    {
        if (Codec is { } codec)
        {
            _offered = _negotiation!.CodecsIn(offer);
            post(() => new TrunkCodecAgreed(codec, _offered));
        }
    }

    private CallEvent? Read(MediaEvent happened) => happened switch
    {
        Relay.DigitReceived digit when TelephoneKey.TryFrom(digit.Digit, out var key) => Read(key, digit.IsInBand ? KeySource.Tones : KeySource.Event),
        Relay.PlaybackEnded ended => new PlaybackEnded((int)ended.Id.Value),
        MediaStarted => new TrunkMediaStarted(),
        MediaTimedOut => new TrunkSilent(),
        Relay.FaxHeard => new FaxHeard(),
        _ => null,
    };

    private DigitReceived? ReadInfo(TelephoneKey key, TimeSpan lasted)
    {
        if (!_isToneCheck)
        {
            // Whether it comes at the press's beginning or at its end, nobody says: so the tone may be about to come.
            Leg?.KeepToneOut(lasted == default ? InfoDigit.UsualPress : lasted < LongestTone ? lasted : LongestTone);
        }

        if (inBandDigits == InBandDigits.Auto && !_isToneCheck)
        {
            ListenForTones(false);
        }

        return Read(key, KeySource.Info, lasted);
    }

    private DigitReceived? Read(TelephoneKey key, KeySource source, TimeSpan lasted = default) => _isToneCheck || _keys.Take(key, source, lasted) ? new DigitReceived(key) : null;

    // Without an offer, or with one that cannot be met, nothing changes for now.
    private TrunkOfferReceived Read(NegotiatedAudio? offered) =>
        offered is null ? new TrunkOfferReceived(IsOnHold) : new TrunkOfferReceived(IsHold(offered), offered.Format.Codec is var codec && codec != Codec ? codec : null);

    // RFC 3264 §8.4: by the direction, or in the older way by a null address.
    private static bool IsHold(NegotiatedAudio? audio) => audio is { Direction: Direction.ReceiveOnly or Direction.Inactive };
}
