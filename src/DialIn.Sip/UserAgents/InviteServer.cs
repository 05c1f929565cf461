using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>An INVITE from a caller until its final response, RFC 3261 §13.3. Loop only.</summary>
internal sealed class InviteServer : IDialogOwner
{
    // RFC 3261 §13.3.1.1: a provisional response every minute keeps proxies from giving the call up.
    private static readonly TimeSpan ProvisionalInterval = TimeSpan.FromMinutes(1);

    // A day: longer than any call waits, short enough for any timer.
    private const int LongestExpiry = 86_400;

    private readonly UserAgentCore _core;
    private readonly RunningServerTransaction _transaction;
    private readonly Dialog _dialog;
    private readonly LoopTimer? _expiry;
    private LoopTimer? _provisional;
    private SessionSink? _watch;
    private SessionEnd? _withdrawn;
    private bool _over;

    public InviteServer(UserAgentCore core, RunningServerTransaction transaction)
    {
        _core = core;
        _transaction = transaction;
        var request = transaction.Request;
        var localTag = transaction.LocalTag = Identifiers.NewTag();
        _dialog = Dialog.AsServer(request, localTag, core.Transports.ContactFor(request.RequestUri.User, transaction.Flow.Remote, request.RequestUri.Scheme));
        transaction.Cancelled = () => Withdraw(new SessionEnd(SessionEndCause.Cancelled));
        core.Add(_dialog.Id, this);
        if (request.Expires is > 0 and var seconds)
        {
            // RFC 3261 §13.3.1: an INVITE that expires before its final response is answered with 487.
            _expiry = core.Mailbox.StartTimer(TimeSpan.FromSeconds(Math.Min(seconds, LongestExpiry)), () => Withdraw(new SessionEnd(SessionEndCause.Cancelled, 487, "expired")));
        }
    }

    public void Ring(int status)
    {
        if (_over)
        {
            return;
        }

        _core.Respond(_transaction, status, extra: Capabilities.ForDialog(_dialog.LocalContact));
        _provisional?.Dispose();
        _provisional = _core.Mailbox.StartTimer(ProvisionalInterval, () => Ring(status));
    }

    public void Accept(InviteSession session, SessionSink sink, ReadOnlyMemory<byte> body, string contentType)
    {
        sink.Open();
        if (_over)
        {
            // CANCEL was faster.
            sink.End(_withdrawn ?? UserAgentCore.Closed);
            return;
        }

        Finish();
        var answer = _core.CreateResponse(_transaction, 200, null, Capabilities.ForDialog(_dialog.LocalContact), body, contentType);
        DialogSession.Answered(_core, session, sink, _dialog, _transaction, answer);
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
        if (_withdrawn is { } end)
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

    public void OnRequest(RunningServerTransaction transaction)
    {
        var method = transaction.Request.Method;
        if (method == SipMethod.Bye)
        {
            // RFC 3261 §15.1.2: a caller may end an early dialog with BYE; the INVITE is then owed a 487.
            _core.Respond(transaction, 200);
            Withdraw(new SessionEnd(SessionEndCause.Cancelled, null, transaction.Request.Headers[HeaderNames.Reason]));
        }
        else if (method == SipMethod.Invite)
        {
            // RFC 3261 §14.2: a second INVITE before the final response to the first.
            _core.Respond(transaction, 500, extra: SipHeaders.Empty.WithAdded(HeaderNames.RetryAfter, DialogSession.RetryAfter()));
        }
        else if (method == SipMethod.Options)
        {
            _core.Respond(transaction, 200, extra: Capabilities.ForOptions());
        }
        else
        {
            // Without reliable provisional responses there is nothing to update or to inform before the answer.
            _core.Respond(transaction, 481);
        }
    }

    public void OnAck(SipRequest ack) => _core.OnDropped(Transports.DropReason.StrayAck);

    // RFC 3261 §9.2: a CANCEL that finds the INVITE unanswered answers it with 487.
    private void Withdraw(SessionEnd end)
    {
        if (_over)
        {
            return;
        }

        _withdrawn = end;
        var watch = _watch;
        _watch = null;
        Finish();
        _core.Respond(_transaction, 487);
        watch?.End(end);
    }

    private void Finish()
    {
        _over = true;
        _transaction.Cancelled = null;
        _provisional?.Dispose();
        _expiry?.Dispose();
        _watch?.Close();
        _core.Remove(_dialog.Id, this);
    }
}
