using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// What the transports report: checked on their threads, then handed to the stack's loop. When too much waits, new messages
/// are dropped: their senders repeat them.
/// </summary>
internal sealed class StackInbox(Mailbox mailbox, TransactionLayer transactions, ISipApplication application, int limit, Action<DropReason> dropped, Action<Flow> flowClosed)
    : ISipTransportEvents
{
    public bool Admit(SipProtocol protocol, IPEndPoint source) => application.Admit(protocol, source);

    public bool Admit(Flow flow) => application.Admit(flow);

    public void OnMessage(SipMessage message, Flow flow)
    {
        switch (message)
        {
            case SipResponse response when !SipResponseValidator.IsValid(response):
                dropped(DropReason.InvalidResponse);
                break;
            case SipResponse response:
                Hand(() => transactions.OnResponse(response));
                break;
            case SipRequest request when !SipRequestValidator.TryValidate(request, out var status, out var reason):
                Hand(() => transactions.RespondStateless(request, status, reason, flow));
                break;
            case SipRequest request:
                Hand(() => transactions.OnRequest(request, flow));
                break;
        }
    }

    public void OnMalformed(SipParseError error, SipMessage? framed, Flow flow)
    {
        dropped(DropReason.Malformed);
        if (error.StatusCode is { } status && framed is SipRequest request)
        {
            Hand(() => transactions.RespondStateless(request, status, ReasonPhrases.For(status), flow));
        }
    }

    public void OnDropped(DropReason reason) => dropped(reason);

    public void OnFlowClosed(Flow flow) => mailbox.Post(() => flowClosed(flow));

    private void Hand(Action work)
    {
        if (!mailbox.TryPostFromNetwork(work, limit))
        {
            dropped(DropReason.Overload);
        }
    }
}
