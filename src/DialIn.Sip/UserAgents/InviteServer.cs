using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>An INVITE from a caller until its final response, RFC 3261 §13.3. Loop only.</summary>
internal sealed partial class InviteServer : IDialogOwner, IOfferTaker
{
    // RFC 3261 §13.3.1.1: a provisional response every minute keeps proxies from giving the call up.
    private static readonly TimeSpan ProvisionalInterval = TimeSpan.FromMinutes(1);

    // A day: longer than any call waits, short enough for any timer.
    private const int LongestExpiry = 86_400;

    private readonly UserAgentCore _core;
    private readonly RunningServerTransaction _transaction;
    private readonly LoopTimer? _expiry;
    private Dialog _dialog;
    private LoopTimer? _provisional;
    private SessionSink? _watch;
    private SessionEnd? _end;
    private bool _over;

    public InviteServer(UserAgentCore core, RunningServerTransaction transaction)
    {
        _core = core;
        _transaction = transaction;
        var request = transaction.Request;
        var localTag = transaction.LocalTag = Identifiers.NewTag();
        _dialog = Dialog.AsServer(request, localTag, core.Transports.ContactFor(request.RequestUri.User, transaction.Flow.Remote, request.RequestUri.Scheme)) with
        {
            IsSecure = transaction.IsSecure,
        };
        _isReliabilityRequired = request.Headers.Lists(HeaderNames.Require, OptionTags.ReliableProvisional);
        _isReliabilityPossible = _isReliabilityRequired || request.Headers.Lists(HeaderNames.Supported, OptionTags.ReliableProvisional);
        _offer = request.Body.IsEmpty ? EarlyOffer.None : EarlyOffer.Received;
        transaction.Cancelled = cancel => Withdraw(new SessionEnd(SessionEndCause.Cancelled, null, DialogSession.ReasonOf(cancel)));
        core.Add(_dialog.Id, this);
        if (request.Expires is > 0 and var seconds)
        {
            // RFC 3261 §13.3.1: an INVITE that expires before its final response is answered with 487.
            _expiry = core.Mailbox.StartTimer(TimeSpan.FromSeconds(Math.Min(seconds, LongestExpiry)), () => Withdraw(new SessionEnd(SessionEndCause.Cancelled, 487, "expired")));
        }
    }

    public void Ring(int status, ReadOnlyMemory<byte> body, string? contentType)
    {
        if (_over || _accept is not null)
        {
            return;
        }

        if (_isReliabilityRequired || (_isReliabilityPossible && !body.IsEmpty))
        {
            RingReliably(status, body, contentType);
        }
        else
        {
            _core.Respond(_transaction, status, extra: Capabilities.ForDialog(_dialog.LocalContact), body: body, contentType: contentType);
        }

        _provisional?.Dispose();
        _provisional = _core.Mailbox.StartTimer(ProvisionalInterval, () => Ring(status, default, null));
    }

    public void Accept(InviteSession session, SessionSink sink, ReadOnlyMemory<byte> body, string contentType)
    {
        sink.Open();
        if (_over)
        {
            // CANCEL was faster.
            sink.End(_end ?? UserAgentCore.Closed);
            return;
        }

        _watch?.Close();
        _watch = sink;
        session.Phase = new AwaitingPrack(this);
        if (_unconfirmed is { HasDescription: true })
        {
            // RFC 3262 §3: a 2xx waits for the PRACK of a response that carried an offer or an answer.
            _accept = () => AcceptNow(session, sink, body, contentType);
        }
        else
        {
            AcceptNow(session, sink, body, contentType);
        }
    }

    public void Reject(int status, string? reason, SipHeaders extra)
    {
        if (!_over)
        {
            Finish();
            _core.Respond(_transaction, status, reason, extra);
        }
    }

    public void Watch(SessionSink sink)
    {
        sink.Open();
        if (_end is { } end)
        {
            sink.End(end);
        }
        else if (!_over)
        {
            _watch = sink;
        }
        else
        {
            sink.Close();
        }
    }

    public void OnAck(SipRequest ack, bool isSecure) => _core.OnDropped(Transports.DropReason.StrayAck);

    private void AcceptNow(InviteSession session, SessionSink sink, ReadOnlyMemory<byte> body, string contentType)
    {
        _watch = null;
        var sent = SentDescription.Of(body, contentType) ?? _dialog.LocalDescription;
        var (timer, extra) = SessionTimerNegotiation.Answer(_transaction.Request, null, _core.SessionTimers, _core.Mailbox.Now);

        // RFC 3261 §13.2.1: once offer and answer were exchanged in provisional responses, the 2xx brings neither.
        var isSettled = _offer is EarlyOffer.Settled or EarlyOffer.Sent;
        var answer = _core.CreateResponse(
            _transaction, 200, null, Capabilities.ForDialog(_dialog.LocalContact).WithAdded(extra), isSettled ? default : body, isSettled ? null : contentType);
        var unconfirmed = _unconfirmed;
        Finish();
        _core.Remove(_dialog.Id, this);
        DialogSession.Answered(_core, session, sink, _dialog with { LocalDescription = sent, Timer = timer }, _transaction, answer, unconfirmed, _offer == EarlyOffer.None);
    }

    // RFC 3261 §9.2: a CANCEL that finds the INVITE unanswered answers it with 487.
    private void Withdraw(SessionEnd end) => Fail(487, end);

    private void Fail(int status, SessionEnd end)
    {
        if (_over)
        {
            return;
        }

        _end = end;
        var watch = _watch;
        _watch = null;
        Finish();
        _core.Respond(_transaction, status);
        watch?.End(end);
    }

    private void Finish()
    {
        _over = true;
        _accept = null;
        _transaction.Cancelled = null;
        _provisional?.Dispose();
        _repeat?.Dispose();
        _expiry?.Dispose();
        _watch?.Close();
        RefusePendingOffer();
        if (_unconfirmed is null)
        {
            _core.Remove(_dialog.Id, this);
        }
        else
        {
            // RFC 3262 §3: the PRACK of a response sent before the final one may still come, and is answered.
            _core.Mailbox.StartTimer(_core.Transactions.Timers.GiveUp, () => _core.Remove(_dialog.Id, this));
        }
    }

    /// <summary>The call is accepted, but the 2xx waits for a PRACK: hanging up refuses it.</summary>
    private sealed class AwaitingPrack(InviteServer server) : SessionPhase
    {
        public override void Bye(SipHeaders extra) => server.Fail(480, new SessionEnd(SessionEndCause.LocalBye));
    }
}
