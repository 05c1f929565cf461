using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// What a <see cref="SipStack"/> asks of the program. <see cref="Admit(SipProtocol, IPEndPoint)"/> and <see cref="OnDropped"/> are called from any
/// thread, the others from the stack's loop; none may block or throw.
/// </summary>
public interface ISipApplication
{
    /// <summary>May this source speak to us at all? Asked before a request is parsed and for each new connection; must be cheap.</summary>
    bool Admit(SipProtocol protocol, IPEndPoint source);

    /// <summary>May the other end of this connection speak to us, now that its certificate, if any, is known? Asked for each request; must be cheap.</summary>
    bool Admit(Flow flow) => Admit(flow.Remote.Protocol, flow.Remote.Address);

    /// <summary>May this source speak to us by datagrams? Asked for each one, so it must allocate nothing.</summary>
    bool Admit(SourceAddress source) => Admit(SipProtocol.Udp, new IPEndPoint(source.ToIPAddress(), 0));

    /// <summary>May more than silence be told to this peer before a request of it has proved anything? Any thread; must be cheap.</summary>
    bool IsTrusted(Flow flow) => true;

    /// <summary>
    /// What becomes of a request, other than ACK, that repeats no request and belongs to no dialog that came over this flow.
    /// Asked once for each, before the stack keeps anything of it.
    /// </summary>
    EntryDecision Decide(SipRequest request, Flow flow) => new EntryDecision.Enter(null);

    /// <summary>An INVITE outside a dialog. 100 Trying is on its way; exactly one of Accept and Reject is owed.</summary>
    void OnInvite(PendingInvite invite);

    /// <summary>
    /// How an INVITE in the place of this OPTIONS would be refused now, for want of room for instance; <c>null</c> if it might be
    /// accepted (RFC 3261 §11.2).
    /// </summary>
    (int Status, TimeSpan? RetryAfter)? RefuseNow(SipRequest options, Flow source) => null;

    /// <summary>Something from the network was dropped.</summary>
    void OnDropped(DropReason reason);

    /// <summary>
    /// A request outside a dialog that is none of INVITE, ACK, CANCEL, BYE, OPTIONS: <c>true</c> promises a response, at once
    /// or later; <c>false</c> has the stack answer 405.
    /// </summary>
    bool OnRequest(PendingRequest request) => false;
}
