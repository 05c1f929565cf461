using System.Collections.Concurrent;
using System.Net;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging;

namespace DialIn.Simulator;

/// <summary>A SIP stack over UDP and TCP, and TLS if wanted, whose cable can be pulled.</summary>
internal sealed class SipNode : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte> _answeredByes = new(StringComparer.Ordinal);
    private readonly Changes _changes = new();
    private readonly PluggedTransport[] _transports;

    /// <summary>Makes a node that does not listen yet.</summary>
    /// <param name="name">The User-Agent.</param>
    /// <param name="address">Where to listen.</param>
    /// <param name="port">The port of UDP and TCP; 0 takes free ones, which then differ. TLS takes a free one.</param>
    /// <param name="tls">Who it is over TLS; null for no TLS.</param>
    /// <param name="application">Who answers.</param>
    /// <param name="time">Time for the transactions.</param>
    /// <param name="loggers">Where SIP logs.</param>
    public SipNode(
        string name, IPAddress address, int port, TlsOptions? tls, ISipApplication application, TimeProvider time, ILoggerFactory loggers)
    {
        var endPoint = new IPEndPoint(address, port);
        var options = new SipStackOptions
        {
            UserAgent = name,
            Listen = [new(SipProtocol.Udp, endPoint), new(SipProtocol.Tcp, endPoint), .. tls is null ? [] : (SipListenPoint[])[new(SipProtocol.Tls, new IPEndPoint(address, 0))]],
            Tls = tls,
        };
        _transports = [.. options.Listen.Select(point => new PluggedTransport(point, options, time, loggers.CreateLogger<SipNode>(), OnByeAnswered))];
        Stack = new SipStack(options, application, time, loggers, _transports);
    }

    /// <summary>The stack.</summary>
    public SipStack Stack { get; }

    /// <summary>Begins to listen.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Stack.StartAsync(cancellationToken);

    /// <summary>Where a protocol listens. After the start.</summary>
    public IPEndPoint EndPoint(SipProtocol protocol) =>
        Stack.LocalEndPoints.First(endPoint => endPoint.Protocol == protocol).Address;

    /// <summary>Waits until the peer has answered our BYE. A session reports its end before, when the BYE is decided on.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public Task WaitForByeAnsweredAsync(string callId, CancellationToken cancellationToken) =>
        _changes.WaitUntilAsync(() => _answeredByes.ContainsKey(callId), cancellationToken);

    /// <summary>Nothing is sent or heard from now on.</summary>
    public void Mute()
    {
        foreach (var transport in _transports)
        {
            transport.Pull();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Stack.DisposeAsync();

    private void OnByeAnswered(string callId)
    {
        _answeredByes.TryAdd(callId, 0);
        _changes.Notify();
    }
}
