using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>The requests of the peer within the dialog.</summary>
internal sealed partial class DialogSession
{
    private RunningServerTransaction? _peerInvite;
    private ReliableProvisional? _provisional;
    private bool _isConfirmed = true;

    public void OnRequest(RunningServerTransaction transaction)
    {
        var request = transaction.Request;
        if (_over)
        {
            // RFC 3261 §15.1.2: a BYE that crossed ours finds the session ended, but not unknown.
            _core.Respond(transaction, request.Method == SipMethod.Bye ? 200 : 481);
            return;
        }

        if (!_dialog.TryReceive(request, out var next))
        {
            // RFC 3261 §12.2.2: out of order.
            _core.Respond(transaction, 500);
            return;
        }

        Update(next);
        switch (request.Method.Name)
        {
            case "BYE":
                _core.Respond(transaction, 200);
                EndByPeer(new SessionEnd(SessionEndCause.RemoteBye, null, ReasonOf(request)));
                break;
            case "INFO" when request.Headers.Contains("Info-Package"):
                // RFC 6086 §4.2.2: a package that we have not asked for.
                _core.Respond(transaction, 469, "Bad Info Package", SipHeaders.Empty.WithAdded("Recv-Info", ""));
                break;
            case "INFO":
                // RFC 6086 §4.2.2: 200, whether or not anyone cares for the content.
                _core.Respond(transaction, 200);
                _sink?.Emit(new SessionInfo(request));
                break;
            case "OPTIONS":
                _core.Respond(transaction, 200, extra: Capabilities.ForOptions());
                break;
            case "PRACK":
                OnPrack(transaction);
                break;
            case var _ when SessionTimerNegotiation.Refuse(request, _core.SessionTimers) is { } tooSmall:
                _core.Respond(transaction, 422, extra: tooSmall);
                break;
            case "UPDATE" when request.Body.IsEmpty && (_peerInvite is null || _peerInvite.Request.Method != SipMethod.Update):
                // RFC 3311 §5.2: without an offer it refreshes the target and the session timer, and nothing else.
                Update(_dialog.WithRefreshedTarget(request));
                _core.Respond(transaction, 200, extra: AgreeOnTimer(request));
                break;
            default:
                OnOffer(transaction);
                break;
        }
    }

    public void AcceptOffer(RunningServerTransaction transaction, ReadOnlyMemory<byte> body, string contentType)
    {
        if (!TryDecide(transaction))
        {
            return;
        }

        Update(_dialog.WithRefreshedTarget(transaction.Request) with { LocalDescription = SentDescription.Of(body, contentType) ?? _dialog.LocalDescription });
        var answer = _core.CreateResponse(transaction, 200, null, AgreeOnTimer(transaction.Request), body, contentType);
        if (transaction.Request.Method == SipMethod.Invite)
        {
            _unacknowledged = new AnsweredInvite(_core, transaction, answer, transaction.Request.Body.IsEmpty, OnAckMissing);
        }
        else
        {
            transaction.Respond(answer);
            TryStartReinvite();
        }
    }

    public void RejectOffer(RunningServerTransaction transaction, int status, SipHeaders extra)
    {
        if (TryDecide(transaction))
        {
            _core.Respond(transaction, status, extra: extra);
            TryStartReinvite();
        }
    }

    // RFC 3262 §3: a provisional response that the 2xx has overtaken is confirmed all the same; what offer it may bring comes too late.
    private void OnPrack(RunningServerTransaction transaction)
    {
        var isConfirmed = _provisional?.IsConfirmedBy(transaction.Request) == true;
        _provisional = isConfirmed ? null : _provisional;
        _core.Respond(transaction, isConfirmed ? 200 : 481);
    }

    private void OnOffer(RunningServerTransaction transaction)
    {
        if (_peerInvite is not null)
        {
            // RFC 3261 §14.2: a second one before the final response to the first.
            _core.Respond(transaction, 500, extra: SipHeaders.Empty.WithAdded(HeaderNames.RetryAfter, _core.RetryAfter()));
        }
        else if (_ownInvite is not null || _unacknowledged is { } last && (last.CarriesOffer || transaction.Request.Method == SipMethod.Invite))
        {
            // RFC 3261 §14.2 and RFC 3311 §5.2: ours is under way, or the ACK that ends the peer's last one still is.
            _core.Respond(transaction, 491);
        }
        else
        {
            _peerInvite = transaction;
            var pending = new PendingReinvite(_core, this, transaction) { IsExposed = _dialog.IsSecure && !transaction.IsSecure };
            transaction.Cancelled = _ =>
            {
                if (TryDecide(transaction))
                {
                    _core.Respond(transaction, 487);
                    _sink?.Emit(new ReinviteWithdrawn(pending));
                    TryStartReinvite();
                }
            };
            _sink?.Emit(new SessionReinvite(pending));
        }
    }

    private bool TryDecide(RunningServerTransaction transaction)
    {
        if (_over || _peerInvite != transaction)
        {
            return false;
        }

        _peerInvite = null;
        transaction.Cancelled = null;
        return true;
    }
}
