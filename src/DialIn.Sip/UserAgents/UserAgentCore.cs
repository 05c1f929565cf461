using System.Globalization;
using DialIn.Sip.Dialogs;
using DialIn.Sip.Locating;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// The user agent core of RFC 3261 §8: requests go to the dialog, session or application that they concern. Loop only,
/// except what says otherwise.
/// </summary>
internal sealed partial class UserAgentCore(Mailbox mailbox, TransactionLayer transactions, TransportLayer transports, ServerLocator locator, SipStackOptions options, ISipApplication application, Action<DropReason> dropped, Func<double> chance)
    : IServerTransactionUser
{
    private readonly Dictionary<DialogId, IDialogOwner> _dialogs = [];
    private readonly Dictionary<(string CallId, string? FromTag, CSeq CSeq), RunningServerTransaction> _ongoing = [];

    /// <summary>The end of a session that is still open when the stack closes.</summary>
    public static SessionEnd Closed { get; } = new(SessionEndCause.TransportError, null, "the stack is closed");

    public Mailbox Mailbox { get; } = mailbox;

    public TransactionLayer Transactions { get; } = transactions;

    public TransportLayer Transports { get; } = transports;

    public ServerLocator Locator { get; } = locator;

    /// <summary>The next number for jitter, from 0 up to but not including 1.</summary>
    public double Chance() => chance();

    /// <summary>The Retry-After of a request that meets another one, RFC 3261 §14.2: 0 to 10 seconds.</summary>
    public string RetryAfter() => ((int)(11 * Chance())).ToString(CultureInfo.InvariantCulture);

    /// <summary>What we wish of session timers.</summary>
    public SessionTimerOptions SessionTimers => options.SessionTimers;

    /// <summary>The sessions whose end is still owed.</summary>
    public HashSet<SessionSink> OpenSinks { get; } = [];

    /// <summary>The requests outside dialogs that still wait for their final response.</summary>
    public HashSet<TaskCompletionSource<SipResponse>> OpenRequests { get; } = [];

    /// <summary>Puts our name on a request.</summary>
    public SipHeaders OwnHeaders { get; } = SipHeaders.Empty.WithAdded(HeaderNames.UserAgent, options.UserAgent);

    public void Add(DialogId id, IDialogOwner owner) => _dialogs[id] = owner;

    public void Remove(DialogId id, IDialogOwner owner)
    {
        if (_dialogs.GetValueOrDefault(id) == owner)
        {
            _dialogs.Remove(id);
            ForgetFlow(id);
        }
    }

    /// <summary>Sends a response with our tag and name.</summary>
    public void Respond(RunningServerTransaction transaction, int status, string? reason = null, SipHeaders? extra = null, ReadOnlyMemory<byte> body = default, string? contentType = null) =>
        transaction.Respond(CreateResponse(transaction, status, reason, extra, body, contentType));

    /// <summary>A response with our tag, the same in all responses of a transaction, and our name.</summary>
    public SipResponse CreateResponse(RunningServerTransaction transaction, int status, string? reason = null, SipHeaders? extra = null, ReadOnlyMemory<byte> body = default, string? contentType = null)
    {
        transaction.LocalTag ??= Identifiers.NewTag();
        var headers = (extra ?? SipHeaders.Empty).WithAdded(HeaderNames.Server, options.UserAgent);
        return SipResponse.For(transaction.Request, status, reason, transaction.LocalTag, headers, body, contentType);
    }

    public void OnRequest(RunningServerTransaction transaction)
    {
        var request = transaction.Request;
        if (request.To.Tag is { } localTag)
        {
            OnRequestInDialog(transaction, new DialogId(request.CallId, localTag, request.From.Tag ?? ""));
        }
        else if (FindEarlier(transaction) is { } earlier)
        {
            // RFC 3261 §8.2.2.2: the same request over another path: it is already being worked on. If it was refused, this
            // is a carrier's second attempt, and gets the same answer.
            Respond(transaction, earlier.Failure?.StatusCode ?? 482, earlier.Failure?.ReasonPhrase, RetryAfterOf(earlier.Failure));
        }
        else if (request.Method == SipMethod.Invite)
        {
            OnInvite(transaction);
        }
        else
        {
            OnRequestOutsideDialog(transaction);
        }
    }

    public void OnCancel(RunningServerTransaction cancel, RunningServerTransaction? invite)
    {
        if (invite is null)
        {
            // RFC 3261 §9.2: nothing to cancel.
            Respond(cancel, 481);
            return;
        }

        // RFC 3261 §9.2: the response to CANCEL has the tag of those to the INVITE, and comes whatever becomes of the INVITE.
        cancel.LocalTag = invite.LocalTag ??= Identifiers.NewTag();
        Respond(cancel, 200);
        if (invite.Cancelled is { } cancelled)
        {
            invite.Cancelled = null;
            cancelled(cancel.Request);
        }
    }

    public void OnAck(SipRequest ack, bool isSecure)
    {
        if (_dialogs.TryGetValue(new DialogId(ack.CallId, ack.To.Tag ?? "", ack.From.Tag ?? ""), out var owner))
        {
            owner.OnAck(ack, isSecure);
        }
        else if (!IsAckOfRefusal(ack))
        {
            OnDropped(DropReason.StrayAck);
        }
    }

    /// <summary>Any thread.</summary>
    public void OnDropped(DropReason reason) => dropped(reason);

    /// <summary>Ends all that is open, without a message to anyone.</summary>
    public void Stop()
    {
        Transactions.Clear();
        foreach (var sink in OpenSinks.ToList())
        {
            sink.End(Closed);
        }

        foreach (var request in OpenRequests)
        {
            request.TrySetException(new ObjectDisposedException(nameof(SipStack)));

            // Its caller may have stopped waiting; then nobody else would ever look at the exception.
            _ = request.Task.Exception;
        }

        OpenRequests.Clear();
        _dialogs.Clear();
        _flows.Clear();
        _ongoing.Clear();
    }

    private void OnRequestInDialog(RunningServerTransaction transaction, DialogId id)
    {
        if (!_dialogs.TryGetValue(id, out var owner))
        {
            // RFC 3261 §12.2.2: Call-ID and both tags must match.
            Respond(transaction, 481);
        }
        else if (!Capabilities.IsKnownInDialog(transaction.Request.Method))
        {
            RefuseMethod(transaction);
        }
        else if (Capabilities.Refuse(transaction.Request) is { } refusal)
        {
            Respond(transaction, refusal.Status, extra: refusal.Extra);
        }
        else
        {
            transaction.LocalTag = id.LocalTag;
            owner.OnRequest(transaction);
        }
    }

    private void OnInvite(RunningServerTransaction transaction)
    {
        if (Capabilities.Refuse(transaction.Request) is { } refusal)
        {
            Respond(transaction, refusal.Status, extra: refusal.Extra);
            return;
        }

        if (SessionTimerNegotiation.Refuse(transaction.Request, SessionTimers) is { } tooSmall)
        {
            Respond(transaction, 422, extra: tooSmall);
            return;
        }

        var server = new InviteServer(this, transaction);
        Remember(transaction, transaction.LocalTag!);
        var pending = new PendingInvite(this, server, transaction.Request, transaction.Flow) { Identity = transaction.Identity };
        Mailbox.Deliver(() => application.OnInvite(pending));
    }

    private void OnRequestOutsideDialog(RunningServerTransaction transaction)
    {
        var method = transaction.Request.Method;
        if (method == SipMethod.Bye || method == SipMethod.Info || method == SipMethod.Update || method == SipMethod.Prack || method == SipMethod.Notify)
        {
            // RFC 3261 §15.1.2: these mean nothing without a dialog.
            Respond(transaction, 481);
        }
        else if (method == SipMethod.Refer)
        {
            RefuseMethod(transaction);
        }
        else if (method != SipMethod.Options)
        {
            // The application takes it, or RFC 3261 §8.2.1 applies.
            Mailbox.Deliver(() =>
            {
                if (!application.OnRequest(new PendingRequest(this, transaction)))
                {
                    RefuseMethod(transaction);
                }
            });
        }
        else if (Capabilities.Refuse(transaction.Request) is { } refusal)
        {
            Respond(transaction, refusal.Status, extra: refusal.Extra);
        }
        else
        {
            AnswerOptions(transaction);
        }
    }

    private void AnswerOptions(RunningServerTransaction transaction) => Mailbox.Deliver(() =>
    {
        // RFC 3261 §11.2: the status is the one that an INVITE would get now.
        var refusal = application.RefuseNow(transaction.Request, transaction.Flow);
        var extra = Capabilities.ForOptions();
        Respond(transaction, refusal?.Status ?? 200, extra: refusal?.RetryAfter is { } time
            ? extra.WithAdded(HeaderNames.RetryAfter, ((long)time.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture))
            : extra);
    });

    private void RefuseMethod(RunningServerTransaction transaction)
    {
        if (transaction.Request.Method == SipMethod.Refer)
        {
            // RFC 3515 §2.4.2: understood, and declined: nobody sends our calls elsewhere.
            Respond(transaction, 603);
        }
        else if (transaction.Request.Method == SipMethod.Notify)
        {
            // RFC 6665 §4.1.3: within a dialog that we have, an event that we never asked for. (Without a dialog: 481.)
            Respond(transaction, 489);
        }
        else
        {
            Respond(transaction, 405, extra: SipHeaders.Empty.WithAdded(HeaderNames.Allow, Capabilities.Allow));
        }
    }

    private static SipHeaders? RetryAfterOf(SipResponse? failure) =>
        failure?.Headers[HeaderNames.RetryAfter] is { } value ? SipHeaders.Empty.WithAdded(HeaderNames.RetryAfter, value) : null;

    private RunningServerTransaction? FindEarlier(RunningServerTransaction transaction)
    {
        var request = transaction.Request;
        var key = (request.CallId, request.From.Tag, request.CSeq);
        if (_ongoing.TryGetValue(key, out var earlier))
        {
            return earlier;
        }

        _ongoing.Add(key, transaction);

        // Kept beyond the transaction, so that neither a late copy nor a late second attempt makes another call.
        transaction.Terminated = () => Mailbox.StartTimer(Transactions.Timers.GiveUp, () => _ongoing.Remove(key));
        return null;
    }
}
