using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Transactions;

/// <summary>The core that requests from the network go to.</summary>
internal interface IServerTransactionUser
{
    /// <summary>A new request, not ACK.</summary>
    void OnRequest(RunningServerTransaction transaction);

    /// <summary>A CANCEL, with the INVITE transaction that it means, if there is one.</summary>
    void OnCancel(RunningServerTransaction cancel, RunningServerTransaction? invite);

    /// <summary>An ACK that no transaction absorbed.</summary>
    void OnAck(SipRequest ack);

    /// <summary>A message was dropped.</summary>
    void OnDropped(DropReason reason);
}
