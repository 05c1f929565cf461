using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// What the transports report: checked on their threads in the order of cost, then handed to the stack's loop. When too much
/// waits, new messages are dropped: their senders repeat them.
/// </summary>
internal sealed class StackInbox(
    Mailbox mailbox, TransactionLayer transactions, ISipApplication application, InboundLimits limits, Action<DropReason> dropped, Action<Flow> flowClosed, ISipTap? tap = null)
    : ISipTransportEvents
{
    public bool Admit(SipProtocol protocol, IPEndPoint source) => application.Admit(protocol, source);

    public bool Admit(Flow flow) => application.Admit(flow);

    public bool IsExpected(Flow flow) => application.IsTrusted(flow);

    public DropReason? Refuse(SourceAddress source) =>
        !application.Admit(source) ? DropReason.NotAdmitted
        : !limits.TakesMessage(source) ? DropReason.TooMany
        : null;

    public void OnMessage(SipMessage message, Flow flow)
    {
        if (flow.ConnectionId != 0 && !limits.TakesMessage(SourceOf(flow)))
        {
            // Datagrams were asked for before they were read.
            dropped(DropReason.TooMany);
            return;
        }

        switch (message)
        {
            case SipResponse response when !SipResponseValidator.IsValid(response):
                dropped(DropReason.InvalidResponse);
                break;
            case SipResponse response:
                response = MultipartBody.Open(response);
                tap?.OnReceived(response, flow);
                Hand(() => transactions.OnResponse(response));
                break;
            case SipRequest request when limits.IsIgnored(request):
                dropped(DropReason.Scanner);
                break;
            case SipRequest request when !SipRequestValidator.TryValidate(request, out var status, out var reason):
                if (!TryRefuse(request, status, reason, flow))
                {
                    dropped(DropReason.Malformed);
                }

                break;
            case SipRequest request:
                request = MultipartBody.Open(request);
                tap?.OnReceived(request, flow);
                Hand(() => transactions.OnRequest(request, flow));
                break;
        }
    }

    public void OnMalformed(SipParseError error, SipMessage? framed, Flow flow)
    {
        dropped(DropReason.Malformed);
        if (error.StatusCode is { } status && framed is SipRequest request && !limits.IsIgnored(request))
        {
            TryRefuse(request, status, ReasonPhrases.For(status), flow);
        }
    }

    public void OnDropped(DropReason reason) => dropped(reason);

    public void OnFlowClosed(Flow flow) => mailbox.Post(() => flowClosed(flow));

    private static SourceAddress SourceOf(Flow flow) => SourceAddress.From(flow.Remote.Address.Address);

    // Only who is trusted is told what is wrong: the answer to a stranger's broken request could hit somebody else.
    private bool TryRefuse(SipRequest request, int status, string reason, Flow flow)
    {
        var answers = application.IsTrusted(flow) && limits.AnswersMalformed(SourceOf(flow));
        if (answers)
        {
            Hand(() => transactions.RespondStateless(request, status, reason, flow));
        }

        return answers;
    }

    private void Hand(Action work)
    {
        if (!mailbox.TryPostFromNetwork(work, limits.MaxWaitingMessages))
        {
            dropped(DropReason.Overload);
        }
    }
}
