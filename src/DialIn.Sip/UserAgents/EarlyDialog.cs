using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// A dialog that a reliable provisional response to our INVITE has made, RFC 3262 §4: it confirms such responses, and answers
/// what the peer sends before its final response. A forked INVITE makes several. Loop only.
/// </summary>
internal sealed class EarlyDialog : IDialogOwner
{
    private readonly UserAgentCore _core;
    private readonly IChallengeResponder? _challenges;
    private readonly DialogTarget _dialogTarget;
    private readonly CSeq _invite;
    private uint _lastRSeq;

    public EarlyDialog(UserAgentCore core, SipRequest invite, SipResponse response, IChallengeResponder? challenges, DialogTarget dialogTarget)
    {
        (_core, _challenges, _dialogTarget, _invite) = (core, challenges, dialogTarget, invite.CSeq);
        Dialog = Dialog.AsClient(invite, response);
        core.Add(Dialog.Id, this);
    }

    /// <summary>The dialog as it is now.</summary>
    public Dialog Dialog { get; private set; }

    /// <summary>The answer to our offer, once one came.</summary>
    public ReadOnlyMemory<byte> Answer { get; private set; }

    /// <summary>Takes a reliable provisional response and confirms it.</summary>
    /// <returns>False for one that came before, or too early.</returns>
    public bool TryConfirm(SipResponse response, uint rseq)
    {
        // RFC 3262 §4: only the next one in order is confirmed; a copy means that our PRACK is on its way, and that repeats itself.
        if (_lastRSeq != 0 && rseq != _lastRSeq + 1)
        {
            return false;
        }

        _lastRSeq = rseq;
        Answer = Answer.IsEmpty ? response.Body : Answer;
        (Dialog, var prack, var nextHop) = Dialog.Create(
            SipMethod.Prack, _core.OwnHeaders.WithAdded(HeaderNames.RAck, new RAck(rseq, _invite).ToString()));

        // Whatever becomes of it: without it the peer ends the INVITE, and that we hear.
        new ClientExchange(_core, _ => prack, NextSequence, _challenges, new DetachedExchange((_, _) => { }), _dialogTarget).Start(nextHop, destination: null);
        return true;
    }

    /// <summary>The INVITE is over, or another owner has the dialog.</summary>
    public void Close() => _core.Remove(Dialog.Id, this);

    public void OnRequest(RunningServerTransaction transaction)
    {
        if (!Dialog.TryReceive(transaction.Request, out var next))
        {
            // RFC 3261 §12.2.2: out of order.
            _core.Respond(transaction, 500);
            return;
        }

        Dialog = next;
        switch (transaction.Request.Method.Name)
        {
            case "UPDATE" when transaction.Request.Body.IsEmpty:
                Dialog = Dialog.WithRefreshedTarget(transaction.Request);
                _core.Respond(transaction, 200, extra: Capabilities.ForDialog(Dialog.LocalContact));
                break;
            case "UPDATE" when Answer.IsEmpty:
                // RFC 3311 §5.2: our offer has no answer yet.
                _core.Respond(transaction, 491);
                break;
            case "UPDATE":
                // RFC 3311 §5.2: the media begins with the final response; until then there is nothing to change it with.
                _core.Respond(transaction, 504);
                break;
            case "OPTIONS":
                _core.Respond(transaction, 200, extra: Capabilities.ForOptions());
                break;
            case "INFO":
                _core.Respond(transaction, 200);
                break;
            default:
                // RFC 3261 §15: the callee ends an early dialog by its final response, not by BYE.
                _core.Respond(transaction, 481);
                break;
        }
    }

    public void OnAck(SipRequest ack, bool isSecure) => _core.OnDropped(Transports.DropReason.StrayAck);

    private uint NextSequence()
    {
        Dialog = Dialog with { LocalSequence = Dialog.LocalSequence + 1 };
        return Dialog.LocalSequence;
    }
}
