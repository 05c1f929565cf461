using System.Net.Sockets;
using DialIn.Ivr;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;

namespace DialIn.Calls;

/// <summary>
/// One leg to a meeting's conference: its SIP session and its media leg. Offers exactly the codec of the caller's side, under
/// a pseudonym, without a Privacy header (BBB hangs up on callers without a name). Belongs to the call's mailbox, as
/// <see cref="TrunkSide"/> does.
/// </summary>
internal sealed class ConferenceSide
{
    private readonly int _number;
    private readonly CallServices _services;
    private readonly Action<Func<CallEvent?>> _post;
    private readonly Action _goesPlain;
    private readonly Action<string>? _dialled;
    private readonly OutgoingInvite _invite;
    private LegNegotiation _negotiation;
    private InviteSession _session;
    private bool _mayGoPlain;
    private bool _isEncrypted;
    private AudioCodec _codec;
    private CodecChange? _change;
    private PendingReinvite? _answered;

    /// <summary>Places the call.</summary>
    /// <exception cref="PortsExhaustedException">No RTP port is free.</exception>
    public ConferenceSide(
        int number, SipUri target, AddressFamily? family, NameAddress from, AudioCodec codec, MediaSecurity security, CallMedia media, CallServices services,
        Action<Func<CallEvent?>> post, Action goesPlain, Action<string>? dialled = null)
    {
        (_number, _codec, _services, _post, _goesPlain, _dialled) = (number, codec, services, post, goesPlain, dialled);
        var options = new MediaLegOptions { Name = $"conference-{number}", Connected = true, Family = family, TimeoutOnHold = services.Options.MediaTimeoutOnHold };
        Leg = media.OpenLeg(options, happened => post(() => Read(happened)));
        _invite = new OutgoingInvite { Target = target, From = from, ContentType = SessionDescription.ContentType };
        _mayGoPlain = security is { Policy: SrtpPolicy.Allowed, KeysMayTravel: true };
        (_negotiation, _session) = Invite(security);
    }

    /// <summary>The media leg.</summary>
    public MediaLeg Leg { get; }

    /// <summary>The key by which the server mutes a caller; null if it has none.</summary>
    public TelephoneKey? MuteKey { get; init; }

    /// <inheritdoc cref="LegNegotiation.Encryption"/>
    public string? Encryption => _negotiation.Encryption;

    /// <summary>Sends a key the way the answer allows: as telephone-event, else by INFO.</summary>
    public void SendDigit(TelephoneKey key)
    {
        if (!Leg.SendDigit(key.Reveal()))
        {
            _session.SendInfo(InfoDigit.Write(key), InfoDigit.ContentType);
        }
    }

    /// <summary>Asks for another codec; ends in <see cref="ConferenceCodecChanged"/>.</summary>
    public void ChangeCodec(AudioCodec codec)
    {
        _change = new CodecChange(_negotiation, _session);
        _change.Ask(codec, isKnown: true);
    }

    /// <summary>Ends the leg: CANCEL before its answer, BYE after it.</summary>
    public void End()
    {
        // RFC 3326 §2: whatever the reason is on the caller's side, here the call is cleared as usual.
        _session.Bye("Q.850;cause=16");
        Leg.Close();
    }

    private CallEvent? Read(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionAnswered answered when _negotiation.TryAccept(answered.Answer):
                return new ConferenceAnswered(_number, MuteKey);
            case SessionAnswered:
                _session.Bye();
                return new ConferenceEnded(_number, LegEndCause.Rejected, 488);
            case SessionReinvite { Invite: var reinvite }:
                Answer(reinvite);
                return null;
            case ReinviteWithdrawn withdrawn when withdrawn.Invite == _answered:
                // The CANCEL was faster than our answer.
                _answered = null;
                _negotiation.TakeBackAnswer();
                return null;
            case SessionRefreshed refreshed:
                _negotiation.TakeRefresh(refreshed.Response.Body);
                return null;
            case ReinviteAnswered or ReinviteFailed when _change is { IsUnderWay: true } change:
                if (change.Read(happened) is not { } settled)
                {
                    return null;
                }

                _codec = settled.IsAccepted ? settled.Codec : _codec;
                return new ConferenceCodecChanged(_number, settled.IsAccepted);
            case ReinviteConfirmed confirmed:
                _negotiation.TryAccept(confirmed.Ack.Body, confirmed.IsExposed);
                return null;
            case SessionEnded { End: var end } when _mayGoPlain && IsOfEncryption(end):
                // RFC 4568 knows no offer of both: who may do without encryption says so by refusing it.
                _mayGoPlain = false;
                _goesPlain();
                (_negotiation, _session) = Invite(MediaSecurity.Off);
                return null;
            case SessionEnded { End: { Cause: not SessionEndCause.LocalBye } end }:
                Leg.Close();
                return new ConferenceEnded(_number, LegEnd.CauseOf(end), end.StatusCode, ReleaseCause.Read(end.Reason)) { IsOfEncryption = IsOfEncryption(end) };
            default:
                return null;
        }
    }

    private (LegNegotiation Negotiation, InviteSession Session) Invite(MediaSecurity security)
    {
        _isEncrypted = security is { KeysMayTravel: true, Policy: not SrtpPolicy.Off };
        var negotiation = new LegNegotiation(Leg, _services.MediaAddresses, security);
        var session = _services.Stack.Invite(_invite with { Body = negotiation.Offer([_codec]) }, happened => _post(() => Read(happened)));
        _dialled?.Invoke(session.CallId);
        return (negotiation, session);
    }

    // Where encryption is offered and the server does not say that it is the codec, it is the encryption: that is asked for besides.
    private bool IsOfEncryption(SessionEnd end) =>
        _isEncrypted && end is { Cause: SessionEndCause.Rejected, StatusCode: 488 or 606 } && !MediaWarning.IsOfCodecAlone(end.WarningCodes);

    private void Answer(PendingReinvite reinvite)
    {
        if (_change is { IsUnderWay: true })
        {
            // RFC 3261 §14.2: our own offer waits for another try; an answer now would be newer than it.
            reinvite.Reject(491);
        }
        else if (_negotiation.TryAnswer(reinvite.Request.Body, [_codec], out var body, out var refusal, reinvite.IsExposed))
        {
            _answered = reinvite;
            reinvite.Accept(body, SessionDescription.ContentType);
        }
        else
        {
            reinvite.Reject(488, MediaWarning.For(refusal));
        }
    }

    private CallEvent? Read(MediaEvent happened) => happened switch
    {
        MediaSilent => new ConferenceSilent(_number),
        MediaStarted or MediaResumed => new ConferenceAudible(_number),
        _ => null,
    };
}
