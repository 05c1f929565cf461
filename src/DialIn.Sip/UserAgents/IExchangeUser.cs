using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>Who wants an answer from a <see cref="ClientExchange"/>.</summary>
internal interface IExchangeUser
{
    /// <summary>A response other than a challenge that could be answered.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="response">The response.</param>
    /// <param name="sent">The request that it answers, as sent.</param>
    void OnResponse(ClientExchange exchange, SipResponse response, SipRequest sent);

    /// <summary>There will be no final response.</summary>
    void OnFailed(ClientExchange exchange, ExchangeFailure failure);
}
