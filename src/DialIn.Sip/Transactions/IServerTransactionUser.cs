using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Transactions;

/// <summary>The core that requests from the network go to.</summary>
internal interface IServerTransactionUser
{
    /// <summary>Whether a new request may make a transaction; if not, the user has answered or dropped it.</summary>
    /// <param name="request">The request, not ACK.</param>
    /// <param name="flow">The way that it came.</param>
    /// <param name="cancelled">The INVITE transaction that a CANCEL means.</param>
    /// <param name="identity">Who it is from, for <see cref="RunningServerTransaction.Identity"/>.</param>
    bool TryEnter(SipRequest request, Flow flow, RunningServerTransaction? cancelled, out string? identity);

    /// <summary>A new request, not ACK.</summary>
    void OnRequest(RunningServerTransaction transaction);

    /// <summary>A CANCEL, with the INVITE transaction that it means, if there is one.</summary>
    void OnCancel(RunningServerTransaction cancel, RunningServerTransaction? invite);

    /// <summary>An ACK that no transaction absorbed.</summary>
    /// <param name="ack">The ACK.</param>
    /// <param name="isSecure">Whether it came over TLS.</param>
    void OnAck(SipRequest ack, bool isSecure);

    /// <summary>A message was dropped.</summary>
    void OnDropped(DropReason reason);
}
