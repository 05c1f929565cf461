using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>One request outside a dialog until its final response. Loop only.</summary>
internal sealed class OutgoingExchange(UserAgentCore core, OutgoingRequest outgoing, TaskCompletionSource<SipResponse> outcome)
{
    private readonly string _callId = Identifiers.NewCallId();
    private readonly string _tag = Identifiers.NewTag();
    private uint _sequence = 1;

    public void Start()
    {
        core.OpenRequests.Add(outcome);
        new ClientExchange(core, Create, () => ++_sequence, outgoing.Challenges, new DetachedExchange(Complete)).Start(outgoing.Target, outgoing.NextHop);
    }

    private void Complete(int status, SipResponse? response, SipRequest? sent)
    {
        if (response is not null && sent is not null)
        {
            outgoing.Challenges?.OnFinal(sent, response);
        }

        core.OpenRequests.Remove(outcome);
        outcome.TrySetResult(response ?? SipResponse.For(Create(remote: null), status));
    }

    private SipRequest Create(SipEndPoint remote) => Create((SipEndPoint?)remote);

    private SipRequest Create(SipEndPoint? remote)
    {
        var headers = SipHeaders.Empty
            .WithAdded(HeaderNames.MaxForwards, "70")
            .WithAdded(HeaderNames.From, outgoing.From.WithTag(_tag).ToString())
            .WithAdded(HeaderNames.To, (outgoing.To ?? new NameAddress(outgoing.Target)).ToString())
            .WithAdded(HeaderNames.CallId, _callId)
            .WithAdded(HeaderNames.CSeq, new CSeq(_sequence, outgoing.Method).ToString());
        if (remote is { } destination && outgoing.ExtraHeaders[HeaderNames.Contact] is null)
        {
            headers = headers.WithAdded(HeaderNames.Contact, core.Transports.ContactFor(outgoing.From.Uri.User, destination, outgoing.Target.Scheme).ToString());
        }

        headers = headers.WithAdded(core.OwnHeaders).WithAdded(outgoing.ExtraHeaders);
        headers = outgoing.ContentType is { } type && !outgoing.Body.IsEmpty ? headers.With(HeaderNames.ContentType, type) : headers;
        return new SipRequest(outgoing.Method, outgoing.Target, headers, outgoing.Body);
    }
}
