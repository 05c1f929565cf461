using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// A request until its final response: finds the targets, goes on to the next one if one fails, and answers challenges. Each
/// try is a client transaction of its own, with its own branch, RFC 3263 §4.3. Loop only.
/// </summary>
internal sealed class ClientExchange(
    UserAgentCore core,
    Func<SipEndPoint, SipRequest> create,
    Func<uint> nextSequence,
    IChallengeResponder? challenges,
    IExchangeUser user,
    DialogTarget? dialogTarget = null)
    : IClientTransactionUser
{
    // A proxy and a server may both ask, and each may call our nonce stale once.
    private const int MaxChallenges = 4;

    private readonly LateInvites _late = new(core);
    private Queue<SipEndPoint> _remotes = new();
    private SipRequest? _request;
    private LoopTimer? _patience;
    private DateTimeOffset _started;
    private bool _heard;
    private bool _abandoned;
    private int _challenges;

    /// <summary>The present transaction; <c>null</c> while the destination is looked up.</summary>
    public RunningClientTransaction? Current { get; private set; }

    /// <summary>Has a provisional response come for the present transaction?</summary>
    public bool IsProceeding => _heard;

    /// <summary>No further challenge is answered and no further target is tried: the request has been given up.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>Asked before each sending; <c>null</c> for a request that may always go out.</summary>
    public Func<bool>? MaySendNow { get; init; }

    /// <inheritdoc/>
    public bool MaySend => MaySendNow?.Invoke() ?? true;

    /// <summary>Sends the request to where the URI points, or to the given destination.</summary>
    public void Start(SipUri nextHop, SipEndPoint? destination)
    {
        if (destination is { } remote)
        {
            Start([remote]);
        }
        else
        {
            core.Locator.Locate(dialogTarget?.Sought(nextHop) ?? nextHop, remotes => Start(dialogTarget?.Arrange(nextHop, remotes) ?? remotes));
        }
    }

    /// <summary>Sends the request to the first destination that takes it.</summary>
    public void Start(IReadOnlyList<SipEndPoint> remotes)
    {
        if (!_abandoned)
        {
            _started = core.Mailbox.Now;
            _remotes = new Queue<SipEndPoint>(remotes);
            TryNext(ExchangeFailure.Transport);
        }
    }

    /// <summary>Nobody waits for this any more; what still comes is dropped.</summary>
    public void Abandon()
    {
        _abandoned = true;
        _patience?.Dispose();
        Current?.Abandon();
    }

    public void OnResponse(RunningClientTransaction transaction, SipResponse response)
    {
        if (transaction != Current)
        {
            OnLateResponse(transaction, response);
            return;
        }

        if (_abandoned)
        {
            return;
        }

        _heard = true;
        _patience?.Dispose();
        if (response.StatusCode == 503)
        {
            OnUnavailable(transaction, response);
            return;
        }

        OnAnswered(transaction);
        if (response.StatusCode is 401 or 407 or 494 && TryAnswerChallenge(transaction, response))
        {
            return;
        }

        user.OnResponse(this, response, transaction.Request);
    }

    public void OnTimeout(RunningClientTransaction transaction) => OnFailed(transaction, ExchangeFailure.Timeout);

    public void OnTransportError(RunningClientTransaction transaction) => OnFailed(transaction, ExchangeFailure.Transport);

    private void OnAnswered(RunningClientTransaction transaction)
    {
        core.Locator.Answered(transaction.Target);
        if (dialogTarget is not null)
        {
            dialogTarget.Remote = transaction.Target;
        }
    }

    // RFC 3263 §4.3: 503 is a failure of the target, not of the request.
    private void OnUnavailable(RunningClientTransaction transaction, SipResponse response)
    {
        core.Locator.Failed(transaction.Target, response.RetryAfter);
        if (_remotes.Count > 0 && !IsCancelled && IsInTime)
        {
            TryNext(ExchangeFailure.Transport);
        }
        else
        {
            user.OnResponse(this, response, transaction.Request);
        }
    }

    private void OnLateResponse(RunningClientTransaction transaction, SipResponse response)
    {
        if (!_late.TryTake(transaction, response))
        {
            return;
        }

        // A target that we had given up answers the INVITE after all: whoever answers first has the call.
        if (!_abandoned && Current is { } slower && !slower.Machine.IsTerminated)
        {
            _patience?.Dispose();
            _remotes.Clear();
            _late.Add(slower, _heard);
            Current = transaction;
            OnAnswered(transaction);
        }

        user.OnResponse(this, response, transaction.Request);
    }

    private void OnFailed(RunningClientTransaction transaction, ExchangeFailure failure)
    {
        if (_abandoned || transaction != Current)
        {
            return;
        }

        _patience?.Dispose();
        core.Locator.Failed(transaction.Target);
        if (_heard)
        {
            user.OnFailed(this, failure);
        }
        else
        {
            // RFC 3263 §4.3: an address that cannot be reached or does not answer is followed by the next one.
            TryNext(failure);
        }
    }

    // RFC 3263 §4.3 waits for Timer B or F, 32 s, before the next target; a caller has hung up by then.
    private void OnSilence()
    {
        if (_abandoned || IsCancelled || _heard || Current is not { } silent)
        {
            return;
        }

        core.Locator.Failed(silent.Target);
        if (_request!.Method == SipMethod.Invite)
        {
            // It may ring somewhere, and may still answer.
            _late.Add(silent, wasHeard: false);
        }
        else
        {
            silent.Abandon();
        }

        TryNext(ExchangeFailure.Timeout);
    }

    private bool IsInTime => core.Mailbox.Now < _started + core.Transactions.Timers.GiveUp;

    private void TryNext(ExchangeFailure failure)
    {
        if (!IsCancelled && IsInTime && _remotes.TryDequeue(out var remote))
        {
            Send(Renumbered(create(remote)), remote);
        }
        else
        {
            user.OnFailed(this, failure);
        }
    }

    // RFC 3261 §12.2.1.1: numbers only rise. An answered challenge has raised it, and the next target may be the same server by another way.
    private SipRequest Renumbered(SipRequest request) => _request is { } before && before.CSeq.Number > request.CSeq.Number
        ? request.With(request.Headers.With(HeaderNames.CSeq, before.CSeq.ToString()))
        : request;

    private void Send(SipRequest request, SipEndPoint remote)
    {
        _request = request;
        _heard = false;
        _patience?.Dispose();
        if (_remotes.Count > 0)
        {
            _patience = core.Mailbox.StartTimer(core.Transactions.Timers.NextTarget, OnSilence);
        }

        core.Transactions.Start(request, remote, this, created: transaction => Current = transaction);
    }

    private bool TryAnswerChallenge(RunningClientTransaction transaction, SipResponse response)
    {
        if (IsCancelled || challenges is null || _challenges == MaxChallenges || !challenges.TryRespond(transaction.Request, response, out var answer))
        {
            return false;
        }

        _challenges++;
        var headers = _request!.Headers;
        foreach (var name in answer.Select(header => header.Name).Distinct().ToList())
        {
            headers = headers.Without(name);
        }

        // RFC 3261 §8.1.3.5: the same request with credentials, the same Call-ID, From and To, and the next CSeq.
        headers = headers.WithAdded(answer).With(HeaderNames.CSeq, new CSeq(nextSequence(), _request.Method).ToString());
        Send(_request.With(headers), transaction.Target);
        return true;
    }
}
