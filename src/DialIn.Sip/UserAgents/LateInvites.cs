using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// INVITEs whose target was given up for another one. None may go on ringing: the first sign of life gets a CANCEL, which
/// goes where the INVITE went, RFC 3261 §9.1. Loop only.
/// </summary>
internal sealed class LateInvites(UserAgentCore core)
{
    private readonly HashSet<RunningClientTransaction> _waiting = [];
    private readonly HashSet<RunningClientTransaction> _all = [];

    /// <summary>Gives up on a transaction.</summary>
    /// <param name="transaction">An INVITE.</param>
    /// <param name="wasHeard">Whether a provisional response came already.</param>
    public void Add(RunningClientTransaction transaction, bool wasHeard)
    {
        _all.Add(transaction);
        if (wasHeard)
        {
            Cancel(transaction);
        }
        else
        {
            _waiting.Add(transaction);
        }
    }

    /// <summary>Sees to a response; <c>true</c> for an answer that the user has to acknowledge.</summary>
    public bool TryTake(RunningClientTransaction transaction, SipResponse response)
    {
        if (!_all.Contains(transaction))
        {
            return false;
        }

        if (response.IsProvisional && _waiting.Remove(transaction))
        {
            Cancel(transaction);
        }

        return response.IsSuccess;
    }

    private void Cancel(RunningClientTransaction invite) => core.Transactions.Cancel(invite, reason: null, CancelTransactionUser.Instance);
}
