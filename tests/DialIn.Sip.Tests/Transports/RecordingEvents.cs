using System.Net;
using System.Threading.Channels;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Tests.Transports;

/// <summary>Keeps what a transport reports; a test waits for the next of each kind.</summary>
internal sealed class RecordingEvents : ISipTransportEvents
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Channel<(SipMessage Message, Flow Flow)> _messages = Channel.CreateUnbounded<(SipMessage, Flow)>();
    private readonly Channel<(SipParseError Error, SipMessage? Framed, Flow Flow)> _malformed = Channel.CreateUnbounded<(SipParseError, SipMessage?, Flow)>();
    private readonly Channel<DropReason> _drops = Channel.CreateUnbounded<DropReason>();
    private readonly Channel<Flow> _closed = Channel.CreateUnbounded<Flow>();
    private int _admissions;

    public Func<SipProtocol, IPEndPoint, bool> Admission { get; set; } = (_, _) => true;

    /// <summary>Decides about connections instead, certificate and all.</summary>
    public Func<Flow, bool>? FlowAdmission { get; set; }

    /// <summary>Whose connections have a place kept.</summary>
    public Func<Flow, bool> Expectation { get; set; } = _ => false;

    public int Admissions => _admissions;

    public bool HasMessage => _messages.Reader.TryPeek(out _);

    public bool HasDrop => _drops.Reader.TryPeek(out _);

    public bool HasClosed => _closed.Reader.TryPeek(out _);

    public bool Admit(SipProtocol protocol, IPEndPoint source)
    {
        Interlocked.Increment(ref _admissions);
        return Admission(protocol, source);
    }

    public bool Admit(Flow flow) => FlowAdmission?.Invoke(flow) ?? Admit(flow.Remote.Protocol, flow.Remote.Address);

    public bool IsExpected(Flow flow) => Expectation(flow);

    public void OnMessage(SipMessage message, Flow flow) => _messages.Writer.TryWrite((message, flow));

    public void OnMalformed(SipParseError error, SipMessage? framed, Flow flow) => _malformed.Writer.TryWrite((error, framed, flow));

    public void OnDropped(DropReason reason) => _drops.Writer.TryWrite(reason);

    public void OnFlowClosed(Flow flow) => _closed.Writer.TryWrite(flow);

    public Task<(SipMessage Message, Flow Flow)> NextMessage() => Next(_messages);

    public Task<(SipParseError Error, SipMessage? Framed, Flow Flow)> NextMalformed() => Next(_malformed);

    public Task<DropReason> NextDrop() => Next(_drops);

    public Task<Flow> NextClosed() => Next(_closed);

    private static Task<T> Next<T>(Channel<T> channel) => channel.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
