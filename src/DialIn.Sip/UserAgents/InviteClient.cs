using System.Globalization;
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

    // Each 422 names a larger minimum; a peer that keeps raising it is not going to agree.
    private const int MaxRaises = 3;

    private readonly UserAgentCore _core;
    private readonly OutgoingInvite _invite;
    private readonly InviteSession _session;
    private readonly SessionSink _sink;
    private readonly Dictionary<string, SentAck> _acks = [];
    private readonly Dictionary<string, EarlyDialog> _early = [];
    private readonly string _localTag = Identifiers.NewTag();
    private readonly DialogTarget _dialogTarget = new();
    private ClientExchange _exchange;
    private LoopTimer? _ringing;
    private LoopTimer? _cancelling;
    private SipHeaders? _cancel;
    private bool _cancelSent;
    private TimeSpan? _minimum;
    private int _raises;
    private bool _finished;
    private uint _sequence = 1;

    public InviteClient(UserAgentCore core, OutgoingInvite invite, InviteSession session, SessionSink sink)
    {
        _core = core;
        _invite = invite;
        _session = session;
        _sink = sink;
        _exchange = NewExchange();
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
            OnProvisional(response, sent);
        }
        else if (response.IsSuccess)
        {
            OnSuccess(response, sent);
        }
        else if (response.StatusCode != 422 || !TryWithLongerInterval(response))
        {
            Finish(new SessionEnd(SessionEndCause.Rejected, response.StatusCode, DialogSession.ReasonOf(response) ?? response.ReasonPhrase) { WarningCodes = WarningCodesOf(response) });
        }
    }

    public void OnFailed(ClientExchange exchange, ExchangeFailure failure) => Finish(failure == ExchangeFailure.Timeout
        ? new SessionEnd(SessionEndCause.Timeout, 408)
        : new SessionEnd(SessionEndCause.TransportError, 503));

    // RFC 3261 §20.43: three digits, then who warns.
    private static int[] WarningCodesOf(SipResponse response) =>
    [
        .. response.Headers.GetAll(HeaderNames.Warning)
            .Where(static value => value.Length > 3 && value[3] == ' ')
            .Select(static value => int.TryParse(value.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : default(int?))
            .OfType<int>(),
    ];

    private void OnProvisional(SipResponse response, SipRequest sent)
    {
        if (_cancel is not null)
        {
            // RFC 3261 §9.1: CANCEL waits for a provisional response.
            SendCancel();
        }
        else if (response.StatusCode > 100 && _acks.Count == 0 && TryConfirm(response, sent))
        {
            _sink.Emit(new SessionProgress(response));
        }
    }

    // RFC 3262 §4: a reliable provisional response is confirmed; one that was confirmed before is nothing new.
    private bool TryConfirm(SipResponse response, SipRequest sent)
    {
        if (!response.Headers.Lists(HeaderNames.Require, OptionTags.ReliableProvisional)
            || !RAck.TryParseRSeq(response.Headers[HeaderNames.RSeq], out var rseq) || response.To.Tag is not { } remoteTag)
        {
            return true;
        }

        if (!_early.TryGetValue(remoteTag, out var early))
        {
            if (_early.Count == MaxForks)
            {
                return false;
            }

            BindToTls();
            _early[remoteTag] = early = new EarlyDialog(_core, sent, response, _invite.Challenges, _dialogTarget);
        }

        return early.TryConfirm(response, rseq);
    }

    private bool TryWithLongerInterval(SipResponse refusal)
    {
        if (_cancel is not null || _acks.Count > 0 || SessionExpires.MinimumOf(refusal) is not { } minimum || minimum <= (_minimum ?? TimeSpan.Zero) || ++_raises > MaxRaises)
        {
            return false;
        }

        // RFC 4028 §7.3: the same INVITE with the interval that the server wants, and the next CSeq.
        _minimum = minimum;
        _sequence++;
        CloseEarly();
        _exchange = NewExchange();
        _exchange.Start(_invite.Target, _invite.NextHop);
        return true;
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
        var dialog = DialogOf(sent, response, remoteTag, out var earlyAnswer);
        _acks[remoteTag] = new SentAck(_core, dialog, sent, _dialogTarget);
        if (isFirst && _cancel is null && !_finished)
        {
            _ringing?.Dispose();
            DialogSession.Established(_core, _session, _sink, dialog, _invite.Challenges, _dialogTarget);
            _sink.Emit(new SessionAnswered(response, response.Body.IsEmpty ? earlyAnswer : response.Body));

            // RFC 3261 §13.2.2.4: other early dialogs may still send for a while.
            _core.Mailbox.StartTimer(_core.Transactions.Timers.GiveUp, CloseEarly);
        }
        else
        {
            // RFC 3261 §13.2.2.4: an answer of another fork, one that crossed our CANCEL, or one that came too late, is acknowledged and ended.
            _cancelling?.Dispose();
            DialogSession.Unwanted(_core, dialog, _invite.Challenges, _cancel ?? SipHeaders.Empty, _dialogTarget);
        }
    }

    private Dialog DialogOf(SipRequest sent, SipResponse response, string remoteTag, out ReadOnlyMemory<byte> earlyAnswer)
    {
        var dialog = Dialog.AsClient(sent, response) with
        {
            Timer = SessionTimerNegotiation.Accept(response, _core.Mailbox.Now),
            LocalDescription = SentDescription.Of(sent.Body, sent.ContentType),
            IsSecure = BindToTls(),
        };
        earlyAnswer = default;
        if (!_early.Remove(remoteTag, out var early))
        {
            return dialog;
        }

        // RFC 3261 §12.1.2: route and target come from the 2xx, the order of requests goes on.
        earlyAnswer = early.Answer;
        early.Close();
        return dialog with { LocalSequence = early.Dialog.LocalSequence, RemoteSequence = early.Dialog.RemoteSequence };
    }

    // The dialog stays with the kind of transport that its answer came by.
    private bool BindToTls() => _dialogTarget.IsSecure = _dialogTarget.Remote is { Protocol: SipProtocol.Tls };

    private void CloseEarly()
    {
        foreach (var early in _early.Values)
        {
            early.Close();
        }

        _early.Clear();
    }

    private ClientExchange NewExchange() => new(_core, Create, () => ++_sequence, _invite.Challenges, this, _dialogTarget);

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
        _core.Transactions.Cancel(_exchange.Current!, _cancel![HeaderNames.Reason], CancelTransactionUser.Instance);

        // RFC 3261 §9.1: without a final response within 64*T1 the INVITE counts as cancelled.
        _cancelling = _core.Mailbox.StartTimer(_core.Transactions.Timers.GiveUp, _exchange.Abandon);
    }

    private void Finish(SessionEnd end)
    {
        _ringing?.Dispose();
        _cancelling?.Dispose();
        CloseEarly();
        if (_cancel is null && _acks.Count == 0)
        {
            _finished = true;
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
            // RFC 3262 §5: without an offer of ours a provisional response could bring one, which the PRACK would have to answer.
            .WithAdded(Capabilities.ForDialog(contact, _invite.Body.IsEmpty ? OptionTags.Timer : Capabilities.Supported))
            .WithAdded(SessionTimerNegotiation.Ask(null, _core.SessionTimers, _minimum))
            .WithAdded(_core.OwnHeaders)
            .WithAdded(_invite.ExtraHeaders);
        headers = _invite.Body.IsEmpty ? headers : headers.With(HeaderNames.ContentType, _invite.ContentType);
        return new SipRequest(SipMethod.Invite, _invite.Target, headers, _invite.Body);
    }
}
