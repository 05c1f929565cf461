using System.Collections.Concurrent;
using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>An application that writes down what comes, and does what a test tells it.</summary>
internal sealed class TestApplication : ISipApplication
{
    public List<PendingInvite> Invites { get; } = [];

    public ConcurrentQueue<DropReason> Drops { get; } = new();

    public Action<PendingInvite> Invited { get; set; } = _ => { };

    public Func<PendingRequest, bool> Requested { get; set; } = _ => false;

    public Func<IPEndPoint, bool> Admits { get; set; } = _ => true;

    public (int Status, TimeSpan? RetryAfter)? Refusal { get; set; }

    public (int Status, TimeSpan? RetryAfter)? RefuseNow(SipRequest options, Flow source) => Refusal;

    public Func<Flow, bool> Trusts { get; set; } = _ => true;

    public Func<SipRequest, Flow, EntryDecision> Decides { get; set; } = (_, _) => new EntryDecision.Enter(null);

    public List<SipRequest> Decided { get; } = [];

    public bool IsTrusted(Flow flow) => Trusts(flow);

    public EntryDecision Decide(SipRequest request, Flow flow)
    {
        Decided.Add(request);
        return Decides(request, flow);
    }

    public bool Admit(SipProtocol protocol, IPEndPoint source) => Admits(source);

    public void OnInvite(PendingInvite invite)
    {
        Invites.Add(invite);
        Invited(invite);
    }

    public bool OnRequest(PendingRequest request) => Requested(request);

    public void OnDropped(DropReason reason) => Drops.Enqueue(reason);
}
