using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>Who takes the requests of a dialog. Loop only.</summary>
internal interface IDialogOwner
{
    /// <summary>A request whose Call-ID and both tags match.</summary>
    void OnRequest(RunningServerTransaction transaction);

    /// <summary>An ACK whose Call-ID and both tags match.</summary>
    /// <param name="ack">The ACK.</param>
    /// <param name="isSecure">Whether it came over TLS.</param>
    void OnAck(SipRequest ack, bool isSecure);
}
