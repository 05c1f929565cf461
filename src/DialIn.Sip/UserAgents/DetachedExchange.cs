using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// Waits for one final status: the response's, with the request that got it, or 408 and 503 made here for want of one
/// (RFC 3261 §8.1.3.1).
/// </summary>
internal sealed class DetachedExchange(Action<int, SipResponse?, SipRequest?> completed) : IExchangeUser
{
    public DetachedExchange(Action<int, SipResponse?> completed)
        : this((status, response, _) => completed(status, response))
    {
    }

    public void OnResponse(ClientExchange exchange, SipResponse response, SipRequest sent)
    {
        if (!response.IsProvisional)
        {
            completed(response.StatusCode, response, sent);
        }
    }

    public void OnFailed(ClientExchange exchange, ExchangeFailure failure) => completed(failure == ExchangeFailure.Timeout ? 408 : 503, null, null);
}
