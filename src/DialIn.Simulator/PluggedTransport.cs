using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging;

namespace DialIn.Simulator;

/// <summary>A real transport whose cable can be pulled: from then on nothing comes in and nothing goes out, without an error.</summary>
internal sealed class PluggedTransport : ISipTransport, ISipTransportEvents
{
    private readonly ISipTransport _inner;
    private readonly Action<string> _byeAnswered;
    private ISipTransportEvents? _events;
    private volatile bool _pulled;

    /// <summary>Makes a transport that does not listen yet.</summary>
    /// <param name="point">Where to listen.</param>
    /// <param name="options">What is too large, and who we are over TLS.</param>
    /// <param name="time">The clock of deadlines.</param>
    /// <param name="logger">Where TLS logs.</param>
    /// <param name="byeAnswered">Told the Call-ID of each final response to a BYE.</param>
    public PluggedTransport(SipListenPoint point, SipStackOptions options, TimeProvider time, ILogger logger, Action<string> byeAnswered)
    {
        _byeAnswered = byeAnswered;
        _inner = point.Protocol switch
        {
            SipProtocol.Udp => new UdpTransport(point.Address, options.Limits),
            SipProtocol.Tcp => new TcpTransport(point.Address, options.Limits, TcpTransportOptions.Default, time),
            _ => new TlsTransport(point.Address, options.Tls!, options.Limits, TcpTransportOptions.Default, time, logger),
        };
    }

    /// <inheritdoc/>
    public SipProtocol Protocol => _inner.Protocol;

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint => _inner.LocalEndPoint;

    /// <summary>Pulls the cable, for good.</summary>
    public void Pull() => _pulled = true;

    /// <inheritdoc/>
    public Task StartAsync(ISipTransportEvents events, CancellationToken cancellationToken)
    {
        _events = events;
        return _inner.StartAsync(this, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> SendAsync(
        ReadOnlyMemory<byte> message, SipEndPoint remote, long connectionId, CancellationToken cancellationToken) =>
        _pulled ? ValueTask.FromResult(0L) : _inner.SendAsync(message, remote, connectionId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    bool ISipTransportEvents.Admit(SipProtocol protocol, IPEndPoint source) =>
        !_pulled && _events!.Admit(protocol, source);

    bool ISipTransportEvents.Admit(Flow flow) => !_pulled && _events!.Admit(flow);

    void ISipTransportEvents.OnMessage(SipMessage message, Flow flow)
    {
        if (!_pulled)
        {
            _events!.OnMessage(message, flow);
            if (message is SipResponse { IsProvisional: false } && message.Headers[HeaderNames.CallId] is { } callId
                && CSeq.TryParse(message.Headers[HeaderNames.CSeq], out var cseq) && cseq.Method == SipMethod.Bye)
            {
                _byeAnswered(callId);
            }
        }
    }

    void ISipTransportEvents.OnMalformed(SipParseError error, SipMessage? framed, Flow flow)
    {
        if (!_pulled)
        {
            _events!.OnMalformed(error, framed, flow);
        }
    }

    void ISipTransportEvents.OnDropped(DropReason reason) => _events!.OnDropped(reason);

    void ISipTransportEvents.OnFlowClosed(Flow flow) => _events!.OnFlowClosed(flow);
}
