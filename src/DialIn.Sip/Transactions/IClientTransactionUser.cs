using DialIn.Sip.Messages;

namespace DialIn.Sip.Transactions;

/// <summary>Who sent a request and waits for its responses.</summary>
internal interface IClientTransactionUser
{
    /// <summary>Whether the request may go out at this moment, for the first time or again. If not, the transaction ends without a word.</summary>
    bool MaySend => true;

    /// <summary>A response: provisional ones, then one final; for INVITE perhaps further 2xx (repeated or forked).</summary>
    void OnResponse(RunningClientTransaction transaction, SipResponse response);

    /// <summary>No final response in time (for INVITE: no response at all).</summary>
    void OnTimeout(RunningClientTransaction transaction);

    /// <summary>The request could not be sent.</summary>
    void OnTransportError(RunningClientTransaction transaction);
}
