using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// A request until its final response: finds the destination, tries the next address if one does not answer, and answers
/// challenges. Each try is a client transaction of its own. Loop only.
/// </summary>
internal sealed class ClientExchange(UserAgentCore core, Func<SipEndPoint, SipRequest> create, Func<uint> nextSequence, IChallengeResponder? challenges, IExchangeUser user)
    : IClientTransactionUser
{
    // A proxy and a server may both ask, and each may call our nonce stale once.
    private const int MaxChallenges = 4;

    private Queue<SipEndPoint> _remotes = new();
    private SipRequest? _request;
    private bool _heard;
    private bool _abandoned;
    private int _challenges;

    /// <summary>The present transaction; <c>null</c> while the destination is looked up.</summary>
    public RunningClientTransaction? Current { get; private set; }

    /// <summary>Has a provisional response come for the present transaction?</summary>
    public bool IsProceeding => _heard;

    /// <summary>No further challenge is answered: the request has been given up.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>Sends the request to where the URI points, or to the given destination.</summary>
    public void Start(SipUri nextHop, SipEndPoint? destination)
    {
        if (destination is { } remote)
        {
            Start([remote]);
        }
        else
        {
            core.Hosts.Resolve(nextHop, Start);
        }
    }

    /// <summary>Sends the request to the first destination that takes it.</summary>
    public void Start(IReadOnlyList<SipEndPoint> remotes)
    {
        if (!_abandoned)
        {
            _remotes = new Queue<SipEndPoint>(remotes);
            TryNext(ExchangeFailure.Transport);
        }
    }

    /// <summary>Nobody waits for this any more; what still comes is dropped.</summary>
    public void Abandon()
    {
        _abandoned = true;
        Current?.Abandon();
    }

    public void OnResponse(RunningClientTransaction transaction, SipResponse response)
    {
        if (_abandoned || transaction != Current)
        {
            return;
        }

        _heard = true;
        if (response.StatusCode is 401 or 407 or 494 && TryAnswerChallenge(transaction, response))
        {
            return;
        }

        user.OnResponse(this, response, transaction.Request);
    }

    public void OnTimeout(RunningClientTransaction transaction) => OnFailed(transaction, ExchangeFailure.Timeout);

    public void OnTransportError(RunningClientTransaction transaction) => OnFailed(transaction, ExchangeFailure.Transport);

    private void OnFailed(RunningClientTransaction transaction, ExchangeFailure failure)
    {
        if (_abandoned || transaction != Current)
        {
            return;
        }

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

    private void TryNext(ExchangeFailure failure)
    {
        if (!IsCancelled && _remotes.TryDequeue(out var remote))
        {
            Send(create(remote), remote);
        }
        else
        {
            user.OnFailed(this, failure);
        }
    }

    private void Send(SipRequest request, SipEndPoint remote)
    {
        _request = request;
        _heard = false;
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
        Send(_request.With(headers), transaction.Remote);
        return true;
    }
}
