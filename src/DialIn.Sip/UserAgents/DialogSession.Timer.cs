using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>The session timer at work, RFC 4028 §10: refreshes in time, and the end of a session whose peer is gone.</summary>
internal sealed partial class DialogSession
{
    // A refresh that meets another transaction, or was refused, is tried again after half of what is left, but not more often than this.
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromSeconds(5);

    // Each 422 names a larger minimum; a peer that keeps raising it is not going to agree.
    private const int MaxRaises = 3;

    private LoopTimer? _timer;
    private TimeSpan? _minimum;
    private int _raises;
    private bool _isUpdating;

    /// <summary>What our INVITE or UPDATE says of the timer.</summary>
    private SipHeaders AskForTimer() => SessionTimerNegotiation.Ask(_dialog.Timer, _core.SessionTimers, _minimum);

    /// <summary>Takes over what a request of the peer asks of the timer, and gives the header fields of our 2xx.</summary>
    private SipHeaders AgreeOnTimer(SipRequest request)
    {
        var (timer, extra) = SessionTimerNegotiation.Answer(request, _dialog.Timer, _core.SessionTimers, _core.Mailbox.Now);
        Update(_dialog with { Timer = timer });
        StartTimer();

        // RFC 4028 §10: the peer's request has refreshed the session. A refresh of ours that waits would only bring back the description of before it.
        _wanted = _wanted is { IsRefresh: true } ? null : _wanted;
        return Capabilities.ForDialog(_dialog.LocalContact).WithAdded(extra);
    }

    private void StartTimer()
    {
        _timer?.Dispose();
        _timer = _dialog.Timer is { } timer ? _core.Mailbox.StartTimer(timer.DueAt - _core.Mailbox.Now, OnTimerDue) : null;
    }

    private void OnTimerDue()
    {
        if (_dialog.Timer is not { } timer || _over)
        {
            return;
        }

        if (!timer.WeRefresh && _core.SessionTimers.EndUnrefreshed)
        {
            // RFC 4028 §10: the peer should have refreshed the session.
            Expire();
        }
        else if (_ownInvite is not null || _peerInvite is not null || _unacknowledged is not null || _wanted is not null || _isUpdating)
        {
            // What is under way refreshes the session if it succeeds.
            TryAgainLater();
        }
        else
        {
            // A peer that has forgotten its refresh still has somebody on the line: we ask before we end the session.
            Refresh();
        }
    }

    private void Refresh()
    {
        if (_dialog.RemoteTakesUpdate || _dialog.LocalDescription is null)
        {
            _isUpdating = true;

            // RFC 4028 §7.4: an UPDATE without an offer leaves the media alone.
            Send(
                SipMethod.Update,
                Capabilities.ForDialog(_dialog.LocalContact, OptionTags.Timer).WithAdded(AskForTimer()),
                default,
                null,
                new DetachedExchange(OnUpdated));
        }
        else
        {
            // RFC 4028 §7.4: else a re-INVITE with the description that we sent last, o= line and all.
            _wanted = new Offer(_dialog.LocalDescription.Body, _dialog.LocalDescription.ContentType, IsRefresh: true);
            TryStartReinvite();
        }
    }

    private void OnUpdated(int status, SipResponse? response)
    {
        _isUpdating = false;
        if (_over)
        {
            return;
        }

        switch (status)
        {
            case < 300:
                Update(_dialog.WithRefreshedTarget(response!));
                OnRefreshed(response!);
                break;
            case 422 when TryRaiseInterval(response!):
                Refresh();
                break;
            case 405 or 501 when _dialog.LocalDescription is not null:
                // It said that it takes UPDATE, and does not.
                Update(_dialog with { RemoteTakesUpdate = false });
                Refresh();
                break;
            default:
                OnRefreshFailed(status);
                break;
        }
    }

    // Also after a re-INVITE of the application's: every 2xx refreshes. One that says nothing of a timer leaves ours as it was: we go on showing that we are there.
    private void OnRefreshed(SipResponse response)
    {
        _raises = 0;
        var now = _core.Mailbox.Now;
        Update(_dialog with { Timer = SessionTimerNegotiation.Accept(response, now) ?? _dialog.Timer?.RefreshedNow(now) });
        StartTimer();
    }

    private void OnRefreshFailed(int status)
    {
        EndIfGone(status);
        TryAgainLater();
    }

    // RFC 4028 §10: a refused refresh is no end; the session ends when its time is over.
    private void TryAgainLater()
    {
        if (_over || _dialog.Timer is not { } timer)
        {
            return;
        }

        var left = timer.RefreshedAt + timer.Interval - _core.Mailbox.Now;
        if (left <= TimeSpan.Zero)
        {
            Expire();
            return;
        }

        _timer?.Dispose();
        _timer = left / 2 > ShortestRetry
            ? _core.Mailbox.StartTimer(left / 2, OnTimerDue)
            : _core.Mailbox.StartTimer(left, TryAgainLater);
    }

    private void Expire() => HangUp(
        new SessionEnd(SessionEndCause.Timeout, null, "not refreshed"),
        SipHeaders.Empty.WithAdded(HeaderNames.Reason, "SIP;cause=408;text=\"Session expired\""));

    private bool TryRaiseInterval(SipResponse refusal)
    {
        // RFC 4028 §7.3: again with the larger interval, as long as there is one to raise to.
        if (SessionExpires.MinimumOf(refusal) is not { } minimum || minimum <= (_minimum ?? TimeSpan.Zero) || ++_raises > MaxRaises)
        {
            return false;
        }

        _minimum = minimum;
        return true;
    }
}
