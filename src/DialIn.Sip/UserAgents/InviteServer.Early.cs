using System.Globalization;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>The early dialog: reliable provisional responses (RFC 3262 §3) and what the caller sends before our answer.</summary>
internal sealed partial class InviteServer
{
    // What waits behind a response without PRACK. More than rings and a 183 nobody sends; the last one says most.
    private const int MaxWaiting = 4;

    private readonly bool _isReliabilityRequired;
    private readonly bool _isReliabilityPossible;
    private readonly Queue<(int Status, ReadOnlyMemory<byte> Body, string? ContentType)> _waiting = new();
    private EarlyOffer _offer;
    private ReliableProvisional? _unconfirmed;
    private uint _lastRSeq;
    private LoopTimer? _repeat;
    private Action? _accept;
    private RunningServerTransaction? _pendingOffer;

    public void OnRequest(RunningServerTransaction transaction)
    {
        var request = transaction.Request;
        if (_over)
        {
            _core.Respond(transaction, request.Method == SipMethod.Prack && _unconfirmed?.IsConfirmedBy(request) == true ? 200 : 481);
            return;
        }

        if (!_dialog.TryReceive(request, out var next))
        {
            // RFC 3261 §12.2.2: out of order.
            _core.Respond(transaction, 500);
            return;
        }

        _dialog = next;
        switch (request.Method.Name)
        {
            case "BYE":
                // RFC 3261 §15.1.2: a caller may end an early dialog with BYE; the INVITE is then owed a 487.
                _core.Respond(transaction, 200);
                Withdraw(new SessionEnd(SessionEndCause.Cancelled, null, DialogSession.ReasonOf(request)));
                break;
            case "INVITE":
                // RFC 3261 §14.2: a second INVITE before the final response to the first.
                RespondLater(transaction);
                break;
            case "OPTIONS":
                _core.Respond(transaction, 200, extra: Capabilities.ForOptions());
                break;
            case "PRACK":
                OnPrack(transaction);
                break;
            case "UPDATE":
                OnUpdate(transaction);
                break;
            default:
                // There is nothing to inform before the answer.
                _core.Respond(transaction, 481);
                break;
        }
    }

    public void AcceptOffer(RunningServerTransaction transaction, ReadOnlyMemory<byte> body, string contentType)
    {
        if (_pendingOffer == transaction)
        {
            _pendingOffer = null;
            _dialog = _dialog.WithRefreshedTarget(transaction.Request) with { LocalDescription = Dialogs.SentDescription.Of(body, contentType) ?? _dialog.LocalDescription };
            _core.Respond(transaction, 200, extra: Capabilities.ForDialog(_dialog.LocalContact), body: body, contentType: contentType);
        }
    }

    public void RejectOffer(RunningServerTransaction transaction, int status, SipHeaders extra)
    {
        if (_pendingOffer == transaction)
        {
            _pendingOffer = null;

            // RFC 3262 §3: a PRACK that confirms gets a 2xx in any case; without an answer its offer has failed.
            _core.Respond(transaction, transaction.Request.Method == SipMethod.Prack ? 200 : status, extra: extra);
        }
    }

    private void RingReliably(int status, ReadOnlyMemory<byte> body, string? contentType)
    {
        if (body.IsEmpty && _offer == EarlyOffer.None)
        {
            // RFC 3262 §5: the first reliable response to an INVITE without an offer has to carry ours. Rather none than one without.
            return;
        }

        if (_unconfirmed is null)
        {
            SendReliably(status, body, contentType);
        }
        else if (_waiting.Count < MaxWaiting)
        {
            // RFC 3262 §3: no second one before the first is confirmed.
            _waiting.Enqueue((status, body, contentType));
        }
    }

    private void SendReliably(int status, ReadOnlyMemory<byte> body, string? contentType)
    {
        // RFC 3262 §5: offer and answer are exchanged once; what is sent again later would be a new offer.
        var carried = _offer is EarlyOffer.None or EarlyOffer.Received ? body : default;
        _offer = carried.IsEmpty ? _offer : _offer == EarlyOffer.None ? EarlyOffer.Sent : EarlyOffer.Settled;
        _dialog = _dialog with { LocalDescription = Dialogs.SentDescription.Of(carried, contentType) ?? _dialog.LocalDescription };
        _lastRSeq = _lastRSeq == 0 ? ReliableProvisional.FirstRSeq() : _lastRSeq + 1;
        _unconfirmed = new ReliableProvisional(_lastRSeq, _transaction.Request.CSeq, _core.Transactions.Timers) { HasDescription = !carried.IsEmpty };
        var extra = Capabilities.ForDialog(_dialog.LocalContact)
            .WithAdded(HeaderNames.Require, OptionTags.ReliableProvisional)
            .WithAdded(HeaderNames.RSeq, _lastRSeq.ToString(CultureInfo.InvariantCulture));
        var response = _core.CreateResponse(_transaction, status, null, extra, carried, carried.IsEmpty ? null : contentType);
        _transaction.Respond(response);
        RepeatUntilConfirmed(response);
    }

    private void RepeatUntilConfirmed(SipResponse response) => _repeat = _core.Mailbox.StartTimer(_unconfirmed!.RepeatAfter, () =>
    {
        if (_unconfirmed?.Repeated() is { } next)
        {
            _unconfirmed = next;
            _transaction.Respond(response);
            RepeatUntilConfirmed(response);
        }
        else
        {
            // RFC 3262 §3: without a PRACK within 64*T1 the INVITE is refused with a 5xx.
            _unconfirmed = null;
            Fail(504, new SessionEnd(SessionEndCause.AckMissing, 504, "no PRACK"));
        }
    });

    private void OnPrack(RunningServerTransaction transaction)
    {
        if (_unconfirmed?.IsConfirmedBy(transaction.Request) != true)
        {
            // RFC 3262 §3: it confirms nothing that is unconfirmed.
            _core.Respond(transaction, 481);
            return;
        }

        _unconfirmed = null;
        _repeat?.Dispose();
        OnConfirmed(transaction);
        if (_accept is { } accept)
        {
            accept();
        }
        else if (_waiting.TryDequeue(out var next))
        {
            SendReliably(next.Status, next.Body, next.ContentType);
        }
    }

    private void OnConfirmed(RunningServerTransaction prack)
    {
        switch (_offer)
        {
            case EarlyOffer.Sent:
                // RFC 3262 §5: the PRACK brings the answer to the offer in our provisional response.
                _offer = EarlyOffer.Settled;
                _core.Respond(prack, 200);
                _watch?.Emit(new ProgressConfirmed(prack.Request));
                break;
            case EarlyOffer.Settled when !prack.Request.Body.IsEmpty && _watch is not null && _accept is null && _pendingOffer is null:
                // RFC 3262 §5: a further offer is answered in the 2xx to the PRACK.
                Pass(prack);
                break;
            default:
                // RFC 3262 §3: a 2xx also to a PRACK whose body has no place here; it is not looked at.
                _core.Respond(prack, 200);
                break;
        }
    }

    private void OnUpdate(RunningServerTransaction transaction)
    {
        if (transaction.Request.Body.IsEmpty)
        {
            // RFC 3311 §5.2: without an offer it refreshes the target and nothing else.
            _dialog = _dialog.WithRefreshedTarget(transaction.Request);
            _core.Respond(transaction, 200, extra: Capabilities.ForDialog(_dialog.LocalContact));
        }
        else if (_offer == EarlyOffer.Sent)
        {
            // RFC 3311 §5.2: our own offer has no answer yet.
            _core.Respond(transaction, 491);
        }
        else if (_offer != EarlyOffer.Settled || _pendingOffer is not null)
        {
            // RFC 3311 §5.2: the peer's offer before this one has no answer yet.
            RespondLater(transaction);
        }
        else if (_watch is null || _accept is not null)
        {
            // RFC 3311 §5.2: nobody is there who could change the session.
            _core.Respond(transaction, 504);
        }
        else
        {
            Pass(transaction);
        }
    }

    private void Pass(RunningServerTransaction transaction)
    {
        _pendingOffer = transaction;
        _watch!.Emit(new SessionReinvite(new PendingReinvite(_core, this, transaction) { IsExposed = _dialog.IsSecure && !transaction.IsSecure }));
    }

    private void RefusePendingOffer()
    {
        if (_pendingOffer is { } pending)
        {
            RejectOffer(pending, 500, SipHeaders.Empty);
        }
    }

    private void RespondLater(RunningServerTransaction transaction) =>
        _core.Respond(transaction, 500, extra: SipHeaders.Empty.WithAdded(HeaderNames.RetryAfter, _core.RetryAfter()));
}
