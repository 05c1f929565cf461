using System.Net;
using System.Text;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>A peer without a stack: it writes down what arrives and sends what a test says, right or wrong.</summary>
internal sealed class RawPeer(TwoStacks stacks, SimulatedTransport node) : ISipTransportEvents, IAsyncDisposable
{
    public const string Address = "192.0.2.99:5060";

    private readonly Lock _lock = new();
    private readonly List<(SipMessage Message, Flow Flow)> _received = [];

    public IReadOnlyList<SipRequest> Requests => [.. Messages.OfType<SipRequest>()];

    public IReadOnlyList<SipResponse> Responses => [.. Messages.OfType<SipResponse>()];

    public SipRequest LastRequest => Requests[^1];

    public SipResponse LastResponse => Responses[^1];

    private IReadOnlyList<SipMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _received.Select(received => received.Message)];
            }
        }
    }

    public IReadOnlyList<SipRequest> Of(SipMethod method) => [.. Requests.Where(request => request.Method == method)];

    public bool Admit(SipProtocol protocol, IPEndPoint source) => true;

    public void OnMessage(SipMessage message, Flow flow)
    {
        lock (_lock)
        {
            _received.Add((message, flow));
        }
    }

    public void OnMalformed(SipParseError error, SipMessage? framed, Flow flow) => Assert.Fail($"the stack sent {error}");

    public void OnDropped(DropReason reason)
    {
    }

    public void OnFlowClosed(Flow flow)
    {
    }

    /// <summary>Sends text to the callee (or to whomever) and lets the stacks work.</summary>
    public async Task SendAsync(string text, string to = TwoStacks.CalleeAddress)
    {
        await SendWithoutWaitingAsync(text, to);
        await stacks.SettleAsync();
    }

    public async Task SendWithoutWaitingAsync(string text, string to = TwoStacks.CalleeAddress) =>
        await node.SendAsync(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), new SipEndPoint(node.Protocol, IPEndPoint.Parse(to)), 0, CancellationToken.None);

    public async Task SendAsync(SipMessage message, string to)
    {
        await node.SendAsync(SipWriter.ToBytes(message), new SipEndPoint(node.Protocol, IPEndPoint.Parse(to)), 0, CancellationToken.None);
        await stacks.SettleAsync();
    }

    /// <summary>Answers a request, with a Contact of our own.</summary>
    public Task RespondAsync(SipRequest request, int status, string toTag = "peer", string? extra = null, string to = TwoStacks.CallerAddress)
    {
        var headers = SipHeaders.Empty.WithAdded(HeaderNames.Contact, $"<sip:peer@{Address}>");
        foreach (var line in extra?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers = headers.WithAdded(line[..colon], line[(colon + 1)..].Trim());
        }

        return SendAsync(SipResponse.For(request, status, null, toTag, headers), to);
    }

    /// <summary>An INVITE, or another request, as text.</summary>
    public static string Request(
        string method, string? extra = null, string branch = "z9hG4bKraw1", string callId = "raw-call", string fromTag = "raw", string? toTag = null, uint cseq = 1,
        string uri = "sip:4711@192.0.2.2", string via = Address + ";rport", string version = "SIP/2.0", string body = "") =>
        $"""
        {method} {uri} {version}
        Via: SIP/2.0/UDP {via};branch={branch}
        Max-Forwards: 70
        From: <sip:raw@192.0.2.99>;tag={fromTag}
        To: <sip:4711@192.0.2.2>{(toTag is null ? "" : ";tag=" + toTag)}
        Call-ID: {callId}
        CSeq: {cseq} {method}
        Contact: <sip:raw@{Address}>
        {(extra is null ? "" : extra + "\n")}Content-Length: {body.Length}

        {body}
        """;

    public async ValueTask DisposeAsync() => await node.DisposeAsync();
}
