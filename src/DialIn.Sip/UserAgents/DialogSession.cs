using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// An established session: the requests of its dialog in both directions, RFC 3261 §12.2, and its one end. Loop only.
/// </summary>
internal sealed partial class DialogSession : SessionPhase, IDialogOwner, IOfferTaker
{
    private readonly UserAgentCore _core;
    private readonly InviteSession? _session;
    private readonly SessionSink? _sink;
    private readonly IChallengeResponder? _challenges;
    private readonly DialogTarget _dialogTarget;
    private readonly DialogId _id;
    private Dialog _dialog;
    private AnsweredInvite? _unacknowledged;
    private SipHeaders? _byeAfterAck;
    private bool _over;

    private DialogSession(UserAgentCore core, InviteSession? session, SessionSink? sink, Dialog dialog, IChallengeResponder? challenges, DialogTarget dialogTarget)
    {
        _core = core;
        _session = session;
        _sink = sink;
        _challenges = challenges;
        _dialogTarget = dialogTarget;
        _dialogTarget.IsSecure = dialog.IsSecure;
        _dialog = dialog;
        _id = dialog.Id;
        core.Add(_id, this);
        Update(dialog);
    }

    /// <summary>The peer answered our call, or a dialog goes on from its record.</summary>
    public static void Established(UserAgentCore core, InviteSession session, SessionSink sink, Dialog dialog, IChallengeResponder? challenges, DialogTarget dialogTarget)
    {
        var established = new DialogSession(core, session, sink, dialog, challenges, dialogTarget);
        session.Phase = established;
        established.StartTimer();
    }

    /// <summary>
    /// We answer the peer's call. Such a dialog never carries credentials: a caller must not be able to ask for them.
    /// </summary>
    /// <param name="core">The core.</param>
    /// <param name="session">The session that begins.</param>
    /// <param name="sink">Who hears of it.</param>
    /// <param name="dialog">The dialog, with its timer.</param>
    /// <param name="invite">The INVITE.</param>
    /// <param name="answer">Our 2xx.</param>
    /// <param name="unconfirmed">A provisional response whose PRACK may still come.</param>
    /// <param name="carriesOffer">Whether the 2xx carries our offer, so that the ACK brings the answer.</param>
    public static void Answered(
        UserAgentCore core,
        InviteSession session,
        SessionSink sink,
        Dialog dialog,
        RunningServerTransaction invite,
        SipResponse answer,
        ReliableProvisional? unconfirmed,
        bool carriesOffer)
    {
        var answered = new DialogSession(core, session, sink, dialog, challenges: null, new DialogTarget { Remote = invite.Flow.Remote });
        session.Phase = answered;
        answered._isConfirmed = false;
        answered._provisional = unconfirmed;
        answered._unacknowledged = new AnsweredInvite(core, invite, answer, carriesOffer, answered.OnAckMissing);
        answered.StartTimer();
    }

    /// <summary>An answer that nobody wants: the dialog exists only to be ended.</summary>
    public static void Unwanted(UserAgentCore core, Dialog dialog, IChallengeResponder? challenges, SipHeaders extra, DialogTarget dialogTarget) =>
        new DialogSession(core, null, null, dialog, challenges, dialogTarget).HangUp(new SessionEnd(SessionEndCause.LocalBye), extra);

    /// <summary>The Reason header fields of a message (RFC 3326 §2) as one list; <c>null</c> if there is none.</summary>
    public static string? ReasonOf(SipMessage message) =>
        message.Headers.GetAll(HeaderNames.Reason) is { Count: > 0 } reasons ? string.Join(", ", reasons) : null;

    public override void Bye(SipHeaders extra) => HangUp(new SessionEnd(SessionEndCause.LocalBye), extra);

    public override void SendInfo(ReadOnlyMemory<byte> body, string contentType) => Send(
        SipMethod.Info,
        SipHeaders.Empty,
        body,
        contentType,
        new DetachedExchange((status, _) =>
        {
            _sink?.Emit(new InfoAnswered(status));
            EndIfGone(status);
        }));

    public void OnAck(SipRequest ack, bool isSecure)
    {
        if (_unacknowledged?.IsAcknowledgedBy(ack) != true)
        {
            // The ACK to a repeated 2xx.
            return;
        }

        _unacknowledged.Stop();
        _unacknowledged = null;
        if (_byeAfterAck is { } extra)
        {
            SendBye(extra);
            return;
        }

        var isExposed = _dialog.IsSecure && !isSecure;
        _sink?.Emit(_isConfirmed ? new ReinviteConfirmed(ack) { IsExposed = isExposed } : new SessionConfirmed(ack) { IsExposed = isExposed });
        _isConfirmed = true;
        TryStartReinvite();
    }

    // RFC 3261 §13.3.1.4: without an ACK within 64*T1 the dialog stands, but the session ends with BYE.
    private void OnAckMissing()
    {
        _unacknowledged = null;
        if (_byeAfterAck is { } extra)
        {
            SendBye(extra);
        }
        else
        {
            HangUp(new SessionEnd(SessionEndCause.AckMissing), SipHeaders.Empty);
        }
    }

    private void HangUp(SessionEnd end, SipHeaders extra)
    {
        if (_over)
        {
            return;
        }

        End(end);
        if (!_isConfirmed && _unacknowledged is not null)
        {
            // RFC 3261 §15: the callee sends no BYE before the ACK of its answer, or before that has been waited for.
            _byeAfterAck = extra;
        }
        else
        {
            _unacknowledged?.Stop();
            SendBye(extra);
        }
    }

    private void SendBye(SipHeaders extra) => Send(SipMethod.Bye, extra, default, null, new DetachedExchange((_, _) =>
    {
        // Until now a BYE that crossed ours was answered with 200.
        _core.Remove(_id, this);
        _ownInvite?.Abandon();
    }));

    private void EndByPeer(SessionEnd end)
    {
        _byeAfterAck = null;
        _unacknowledged?.Stop();
        _unacknowledged = null;
        _core.Remove(_id, this);
        if (_ownInvite is { } invite)
        {
            // The peer owes it a final response, which we acknowledge if it comes in time.
            _core.Mailbox.StartTimer(_core.Transactions.Timers.GiveUp, invite.Abandon);
        }

        End(end);
    }

    private void End(SessionEnd end)
    {
        if (_over)
        {
            return;
        }

        _over = true;
        _glare?.Dispose();
        _timer?.Dispose();
        if (_peerInvite is { } pending)
        {
            // RFC 3261 §15.1.2: requests that still wait for their response get 487.
            _peerInvite = null;
            pending.Cancelled = null;
            _core.Respond(pending, 487);
        }

        if (_session is not null)
        {
            _session.Phase = Over;
        }

        _sink?.End(end);
    }

    // RFC 3261 §12.2.1.2: a peer that does not know the dialog, or does not answer, has lost it.
    private void EndIfGone(int status)
    {
        if (status is 481)
        {
            HangUp(new SessionEnd(SessionEndCause.Rejected, status), SipHeaders.Empty);
        }
        else if (status is 408)
        {
            HangUp(new SessionEnd(SessionEndCause.Timeout, status), SipHeaders.Empty);
        }
    }

    private void Send(SipMethod method, SipHeaders extra, ReadOnlyMemory<byte> body, string? contentType, IExchangeUser user) =>
        CreateExchange(method, extra, body, contentType, user, out var nextHop).Start(nextHop, destination: null);

    private ClientExchange CreateExchange(SipMethod method, SipHeaders extra, ReadOnlyMemory<byte> body, string? contentType, IExchangeUser user, out SipUri nextHop)
    {
        (var next, var request, nextHop) = _dialog.Create(method, _core.OwnHeaders.WithAdded(extra), body, contentType);
        Update(next);
        return new ClientExchange(_core, _ => request, NextSequence, _challenges, user, _dialogTarget);
    }

    private uint NextSequence()
    {
        Update(_dialog with { LocalSequence = _dialog.LocalSequence + 1 });
        return _dialog.LocalSequence;
    }

    private void Update(Dialog dialog)
    {
        _dialog = dialog;
        if (_session is not null)
        {
            _session.Dialog = dialog;
        }
    }
}
