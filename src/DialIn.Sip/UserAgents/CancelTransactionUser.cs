using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>Nothing depends on what becomes of a CANCEL: the INVITE's own response counts.</summary>
internal sealed class CancelTransactionUser : IClientTransactionUser
{
    private CancelTransactionUser()
    {
    }

    public static CancelTransactionUser Instance { get; } = new();

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
