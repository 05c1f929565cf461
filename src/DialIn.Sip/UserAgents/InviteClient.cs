using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>A call that we place, until its answer and for the copies of the answer that follow, RFC 3261 §13.2. Loop only.</summary>
internal sealed class InviteClient : SessionPhase, IExchangeUser
{
    private static readonly TimeSpan DefaultRingTimeout = TimeSpan.FromMinutes(3);

    // No proxy forks to more places than this in earnest; a hostile peer must not make us send without bound.
    private const int MaxForks = 16;

    private readonly UserAgentCore _core;
    private readonly OutgoingInvite _invite;
    private readonly InviteSession _session;
    private readonly SessionSink _sink;
    private readonly Dictionary<string, SentAck> _acks = [];
    private readonly string _localTag = Identifiers.NewTag();
    private readonly ClientExchange _exchange;
    private LoopTimer? _ringing;
    private LoopTimer? _cancelling;
    private SipHeaders? _cancel;
    private bool _cancelSent;
    private uint _sequence = 1;

    public InviteClient(UserAgentCore core, OutgoingInvite invite, InviteSession session, SessionSink sink)
    {
        _core = core;
        _invite = invite;
        _session = session;
        _sink = sink;
        _exchange = new ClientExchange(core, Create, () => ++_sequence, invite.Challenges, this);
    }

    public void Start()
    {
        _sink.Open();
        _session.Phase = this;
        _ringing = _core.Mailbox.StartTimer(
            _invite.RingTimeout ?? DefaultRingTimeout,
            () => GiveUp(new SessionEnd(SessionEndCause.Timeout, 408, "no answer"), SipHeaders.Empty));
        _exchange.Start(_invite.Target, _invite.NextHop);
    }

    public override void Bye(SipHeaders extra) => GiveUp(new SessionEnd(SessionEndCause.Cancelled), extra);

    public void OnResponse(ClientExchange exchange, SipResponse response, SipRequest sent)
    {
        if (response.IsProvisional)
        {
            OnProvisional(response);
        }
        else if (response.IsSuccess)
        {
            OnSuccess(response, sent);
        }
        else
        {
            Finish(new SessionEnd(SessionEndCause.Rejected, response.StatusCode, response.Headers[HeaderNames.Reason] ?? response.ReasonPhrase));
        }
    }

    public void OnFailed(ClientExchange exchange, ExchangeFailure failure) => Finish(failure == ExchangeFailure.Timeout
        ? new SessionEnd(SessionEndCause.Timeout, 408)
        : new SessionEnd(SessionEndCause.TransportError, 503));

    private void OnProvisional(SipResponse response)
    {
        if (_cancel is not null)
        {
            // RFC 3261 §9.1: CANCEL waits for a provisional response.
            SendCancel();
        }
        else if (response.StatusCode > 100)
        {
            _sink.Emit(new SessionProgress(response));
        }
    }

    private void OnSuccess(SipResponse response, SipRequest sent)
    {
        var remoteTag = response.To.Tag ?? "";
        if (_acks.TryGetValue(remoteTag, out var acknowledged))
        {
            acknowledged.Resend();
            return;
        }

        if (_acks.Count == MaxForks)
        {
            return;
        }

        var isFirst = _acks.Count == 0;
        var dialog = Dialog.AsClient(sent, response);
        _acks[remoteTag] = new SentAck(_core, dialog, sent);
        if (isFirst && _cancel is null)
        {
            _ringing?.Dispose();
            DialogSession.Established(_core, _session, _sink, dialog, _invite.Challenges);
            _sink.Emit(new SessionAnswered(response));
        }
        else
        {
            // RFC 3261 §13.2.2.4: an answer of another fork, or one that crossed our CANCEL, is acknowledged and ended.
            _cancelling?.Dispose();
            DialogSession.Unwanted(_core, dialog, _invite.Challenges, _cancel ?? SipHeaders.Empty);
        }
    }

    private void GiveUp(SessionEnd end, SipHeaders extra)
    {
        if (_cancel is not null)
        {
            return;
        }

        _cancel = extra;
        _exchange.IsCancelled = true;
        _ringing?.Dispose();
        _session.Phase = Over;
        _sink.End(end);
        if (_exchange.Current is null)
        {
            // Nothing was sent yet.
            _exchange.Abandon();
        }
        else if (_exchange.IsProceeding)
        {
            SendCancel();
        }
    }

    private void SendCancel()
    {
        if (_cancelSent)
        {
            return;
        }

        _cancelSent = true;
        _core.Transactions.Cancel(_exchange.Current!, _cancel![HeaderNames.Reason], new CancelTransactionUser());

        // RFC 3261 §9.1: without a final response within 64*T1 the INVITE counts as cancelled.
        _cancelling = _core.Mailbox.StartTimer(_core.Transactions.Timers.GiveUp, _exchange.Abandon);
    }

    private void Finish(SessionEnd end)
    {
        _ringing?.Dispose();
        _cancelling?.Dispose();
        if (_cancel is null && _acks.Count == 0)
        {
            _session.Phase = Over;
            _sink.End(end);
        }
    }

    private SipRequest Create(SipEndPoint remote)
    {
        var contact = _core.Transports.ContactFor(_invite.From.Uri.User, remote, _invite.Target.Scheme);
        var headers = SipHeaders.Empty
            .WithAdded(HeaderNames.MaxForwards, "70")
            .WithAdded(HeaderNames.From, _invite.From.WithTag(_localTag).ToString())
            .WithAdded(HeaderNames.To, (_invite.To ?? new NameAddress(_invite.Target)).ToString())
            .WithAdded(HeaderNames.CallId, _session.CallId)
            .WithAdded(HeaderNames.CSeq, new CSeq(_sequence, SipMethod.Invite).ToString())
            .WithAdded(Capabilities.ForDialog(contact))
            .WithAdded(_core.OwnHeaders)
            .WithAdded(_invite.ExtraHeaders);
        headers = _invite.Body.IsEmpty ? headers : headers.With(HeaderNames.ContentType, _invite.ContentType);
        return new SipRequest(SipMethod.Invite, _invite.Target, headers, _invite.Body);
    }

    /// <summary>Nothing depends on what becomes of a CANCEL: the INVITE's own response counts.</summary>
    private sealed class CancelTransactionUser : IClientTransactionUser
    {
        public void OnResponse(RunningClientTransaction transaction, SipResponse response)
        {
        }

        public void OnTimeout(RunningClientTransaction transaction)
        {
        }

        public void OnTransportError(RunningClientTransaction transaction)
        {
        }
    }
}
