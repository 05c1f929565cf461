using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Testing;

/// <summary>One node of a <see cref="SimulatedNetwork"/>. Its events come one at a time, in the order of arrival.</summary>
public sealed class SimulatedTransport : ISipTransport
{
    private const int LongestKeepAlive = 4;

    private readonly SimulatedNetwork _network;
    private readonly Queue<Action<ISipTransportEvents>> _arrivals = new();
    private ISipTransportEvents? _events;
    private bool _delivering;

    internal SimulatedTransport(SimulatedNetwork network, SipEndPoint endPoint)
    {
        _network = network;
        EndPoint = endPoint;
    }

    /// <inheritdoc/>
    public SipProtocol Protocol => EndPoint.Protocol;

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint => EndPoint.Address;

    /// <summary>Protocol and address.</summary>
    public SipEndPoint EndPoint { get; }

    /// <inheritdoc/>
    public Task StartAsync(ISipTransportEvents events, CancellationToken cancellationToken)
    {
        _events = events;
        _network.Attach(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<long> SendAsync(ReadOnlyMemory<byte> message, SipEndPoint remote, long connectionId, CancellationToken cancellationToken)
    {
        return ValueTask.FromResult(_network.Send(this, remote.Address, message, connectionId));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _network.Detach(this);
        return ValueTask.CompletedTask;
    }

    internal void Deliver(SipEndPoint from, byte[] bytes, long connectionId) => Arrive(events =>
    {
        // Line ends that keep a NAT open, which transports pass over.
        if (bytes.Length <= LongestKeepAlive)
        {
            return;
        }

        if (!bytes.AsSpan().StartsWith("SIP/2.0 "u8) && Refuse(events, from) is { } reason)
        {
            events.OnDropped(reason);
            return;
        }

        var flow = new Flow(EndPoint, from, connectionId);
        if (SipParser.TryParse(bytes, SipLimits.Default, out var message, out var error))
        {
            events.OnMessage(message, flow);
        }
        else
        {
            events.OnMalformed(error, message, flow);
        }
    });

    internal void CloseFlow(SipEndPoint remote, long connectionId) => Arrive(events => events.OnFlowClosed(new Flow(EndPoint, remote, connectionId)));

    private DropReason? Refuse(ISipTransportEvents events, SipEndPoint from) =>
        Protocol == SipProtocol.Udp ? events.Refuse(SourceAddress.From(from.Address.Address))
        : events.Admit(Protocol, from.Address) ? null
        : DropReason.NotAdmitted;

    // Two nodes that answer each other at once would otherwise call each other ever deeper.
    private void Arrive(Action<ISipTransportEvents> arrival)
    {
        lock (_arrivals)
        {
            _arrivals.Enqueue(arrival);
            if (_delivering)
            {
                return;
            }

            _delivering = true;
        }

        while (TryTake(out var next))
        {
            next(_events!);
        }
    }

    private bool TryTake(out Action<ISipTransportEvents> arrival)
    {
        lock (_arrivals)
        {
            _delivering = _arrivals.TryDequeue(out arrival!);
            return _delivering;
        }
    }
}
