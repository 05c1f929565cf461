using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>Our own re-INVITE, RFC 3261 §14.1: one INVITE transaction at a time in either direction.</summary>
internal sealed partial class DialogSession
{
    // Two sides that keep meeting are not going to agree on a fifth try.
    private const int MaxGlareRetries = 4;

    private Offer? _wanted;
    private OwnInvite? _ownInvite;
    private LoopTimer? _glare;
    private int _glareRetries;

    public override void Reinvite(ReadOnlyMemory<byte> body, string contentType, bool isWish)
    {
        if (_over)
        {
            return;
        }

        if (_wanted is { IsRefresh: false })
        {
            // The later wish replaces one that still waits. A refresh that waits is done by this one as well.
            _sink?.Emit(new ReinviteFailed(491));
        }

        _wanted = new Offer(body, contentType, IsRefresh: false, isWish);
        TryStartReinvite();
    }

    private void TryStartReinvite()
    {
        if (_over || _glare is not null || _ownInvite is not null || _peerInvite is not null || _unacknowledged is not null || _wanted is not { } offer)
        {
            return;
        }

        _wanted = null;
        _ownInvite = new OwnInvite(this, offer);
        _ownInvite.Start();
    }

    private void OnReinviteAnswered(SipResponse response, Offer offer)
    {
        _ownInvite = null;
        _glareRetries = 0;
        if (_over)
        {
            return;
        }

        Update(_dialog with { LocalDescription = SentDescription.Of(offer.Body, offer.ContentType) ?? _dialog.LocalDescription });
        OnRefreshed(response);
        _sink?.Emit(offer.IsRefresh ? new SessionRefreshed(response) : new ReinviteAnswered(response));
        TryStartReinvite();
    }

    private void OnReinviteFailed(int status, SipResponse? response, Offer offer)
    {
        _ownInvite = null;
        if (_over)
        {
            return;
        }

        if (response is { StatusCode: 422 } && TryRaiseInterval(response) && _wanted is null)
        {
            _wanted = offer;
            TryStartReinvite();
            return;
        }

        if (status == 491 && _wanted is null && _glareRetries < MaxGlareRetries)
        {
            _glareRetries++;
            _wanted = offer;
            _glare = _core.Mailbox.StartTimer(GlareDelay(), () =>
            {
                _glare = null;
                TryStartReinvite();
            });
            return;
        }

        _glareRetries = 0;
        if (offer.IsRefresh)
        {
            OnRefreshFailed(status);
        }
        else
        {
            _sink?.Emit(new ReinviteFailed(status));
            if (!offer.IsWish || response is not null)
            {
                // Not for a mere wish that was only met by silence: the audio, or the next refresh, tells whether the peer is there.
                EndIfGone(status);
            }
        }

        TryStartReinvite();
    }

    // RFC 3261 §14.1: the owner of the Call-ID waits longer, in steps of 10 ms, so that the two do not meet again.
    private TimeSpan GlareDelay() => TimeSpan.FromMilliseconds(10 * (_dialog.IsCaller
        ? 210 + (int)(191 * _core.Chance())
        : (int)(201 * _core.Chance())));

    private sealed record Offer(ReadOnlyMemory<byte> Body, string ContentType, bool IsRefresh, bool IsWish = false);

    /// <summary>One re-INVITE; outlives its answer, because a 2xx that comes again is acknowledged again.</summary>
    private sealed class OwnInvite(DialogSession session, Offer offer) : IExchangeUser
    {
        private ClientExchange? _exchange;
        private SentAck? _ack;
        private LoopTimer? _patience;

        public void Start()
        {
            var headers = Capabilities.ForDialog(session._dialog.LocalContact, OptionTags.Timer).WithAdded(session.AskForTimer());
            _exchange = session.CreateExchange(SipMethod.Invite, headers, offer.Body, offer.Body.IsEmpty ? null : offer.ContentType, this, out var nextHop);
            _exchange.Start(nextHop, destination: null);
            Await(OnPatienceOver);
        }

        public void Abandon()
        {
            _patience?.Dispose();
            _exchange?.Abandon();
        }

        public void OnResponse(ClientExchange exchange, SipResponse response, SipRequest sent)
        {
            if (_ack is not null)
            {
                _ack.Resend();
            }
            else if (response.IsSuccess)
            {
                _patience?.Dispose();
                session.Update(session._dialog.WithRefreshedTarget(response));
                _ack = new SentAck(session._core, session._dialog, sent, session._dialogTarget);
                if (session._ownInvite == this)
                {
                    session.OnReinviteAnswered(response, offer);
                }
            }
            else if (!response.IsProvisional)
            {
                _patience?.Dispose();
                session.OnReinviteFailed(response.StatusCode, response, offer);
            }
        }

        public void OnFailed(ClientExchange exchange, ExchangeFailure failure)
        {
            _patience?.Dispose();
            session.OnReinviteFailed(failure == ExchangeFailure.Timeout ? 408 : 503, null, offer);
        }

        // A peer that says 100 and nothing more would keep our offer open for ever, and refuse its own with 491: RFC 3261 §9.1.
        private void OnPatienceOver()
        {
            if (_exchange is not { IsProceeding: true, Current: { } current } exchange)
            {
                // Silence has a timer of its own, for each target.
                Await(OnPatienceOver);
                return;
            }

            exchange.IsCancelled = true;
            session._core.Transactions.Cancel(current, reason: null, CancelTransactionUser.Instance);
            Await(() =>
            {
                exchange.Abandon();
                OnFailed(exchange, ExchangeFailure.Timeout);
            });
        }

        private void Await(Action over) => _patience = session._core.Mailbox.StartTimer(session._core.Transactions.Timers.GiveUp, over);
    }
}
