using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Transports;

namespace DialIn.Testing;

/// <summary>
/// A network in memory. Its nodes are transports; loss, duplication, reordering and delay are thrown with seeded dice and
/// driven by a test's clock, so a run can be repeated exactly. With the defaults every message arrives at once.
/// Nodes that speak TCP lose, repeat and reorder nothing.
/// </summary>
/// <param name="time">The clock that delays run on.</param>
/// <param name="seed">The dice.</param>
public sealed class SimulatedNetwork(TimeProvider time, ulong seed = 1)
{
    private const int FirstFreePort = 40_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<SipEndPoint, SimulatedTransport> _nodes = [];
    private readonly Dictionary<(SipEndPoint, SipEndPoint), SimulatedLink> _links = [];
    private readonly Dictionary<(SipEndPoint, SipEndPoint), DateTimeOffset> _streamTimes = [];
    private readonly Dictionary<long, (SipEndPoint One, SipEndPoint Other)> _connections = [];
    private readonly List<SimulatedDatagram> _log = [];
    private readonly Dictionary<SipEndPoint, SipEndPoint> _nats = [];
    private int _lastPort = FirstFreePort - 1;
    private long _lastConnection;

    /// <summary>The share of datagrams that vanish, 0 to 1.</summary>
    public double LossRate { get; set; }

    /// <summary>The share of datagrams that arrive twice, 0 to 1.</summary>
    public double DuplicationRate { get; set; }

    /// <summary>The share of datagrams that <see cref="ReorderDelay"/> holds back, 0 to 1.</summary>
    public double ReorderRate { get; set; }

    /// <summary>The shortest delay.</summary>
    public TimeSpan MinDelay { get; set; }

    /// <summary>The longest delay; each datagram's lies between both.</summary>
    public TimeSpan MaxDelay { get; set; }

    /// <summary>What a reordered datagram waits on top, so that later ones overtake it.</summary>
    public TimeSpan ReorderDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Scripted loss: true for a datagram that is to vanish, whatever the dice say.</summary>
    public Func<SimulatedDatagram, bool>? Lose { get; set; }

    /// <summary>All that was sent, in order, what was lost included.</summary>
    public IReadOnlyList<SimulatedDatagram> Log
    {
        get
        {
            lock (_lock)
            {
                return [.. _log];
            }
        }
    }

    /// <summary>Makes a node. It is there once it is started.</summary>
    /// <param name="address">An address and port, such as <c>192.0.2.1:5060</c>; port 0 for any.</param>
    /// <param name="protocol">What it speaks.</param>
    public SimulatedTransport AddNode(string address, SipProtocol protocol = SipProtocol.Udp) => AddNode(IPEndPoint.Parse(address), protocol);

    /// <inheritdoc cref="AddNode(string, SipProtocol)"/>
    public SimulatedTransport AddNode(IPEndPoint address, SipProtocol protocol = SipProtocol.Udp)
    {
        var port = address.Port != 0 ? address.Port : Interlocked.Increment(ref _lastPort);
        return new SimulatedTransport(this, new SipEndPoint(protocol, new IPEndPoint(address.Address, port)));
    }

    /// <summary>Cuts every TCP connection of a node; both ends hear of it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="toldAfter">How long until they hear.</param>
    public void Disconnect(SimulatedTransport node, TimeSpan toldAfter = default)
    {
        List<KeyValuePair<long, (SipEndPoint One, SipEndPoint Other)>> cut;
        lock (_lock)
        {
            cut = [.. _connections.Where(connection => connection.Value.One == node.EndPoint || connection.Value.Other == node.EndPoint)];
            cut.ForEach(connection => _connections.Remove(connection.Key));
        }

        foreach (var (id, (one, other)) in cut)
        {
            After(toldAfter, () =>
            {
                Find(one)?.CloseFlow(other, id);
                Find(other)?.CloseFlow(one, id);
            });
        }
    }

    /// <summary>
    /// Puts a node behind a NAT: its datagrams seem to come from another address, and only what is sent there reaches it. Said
    /// again, the mapping moves, as when the NAT restarts.
    /// </summary>
    public void PutBehindNat(SimulatedTransport node, string outside)
    {
        lock (_lock)
        {
            _nats[node.EndPoint] = new SipEndPoint(node.Protocol, IPEndPoint.Parse(outside));
        }
    }

    internal void Attach(SimulatedTransport node)
    {
        lock (_lock)
        {
            if (!_nodes.TryAdd(node.EndPoint, node))
            {
                throw new SocketException((int)SocketError.AddressAlreadyInUse);
            }
        }
    }

    internal void Detach(SimulatedTransport node)
    {
        Disconnect(node);
        lock (_lock)
        {
            _nodes.Remove(node.EndPoint);
        }
    }

    internal long Send(SimulatedTransport from, IPEndPoint remote, ReadOnlyMemory<byte> message, long connectionId)
    {
        var to = new SipEndPoint(from.Protocol, remote);
        // The caller may use its buffer again.
        var bytes = message.ToArray();
        if (from.Protocol.IsReliable())
        {
            return SendOverStream(from.EndPoint, to, bytes, connectionId);
        }

        SendDatagram(Outside(from.EndPoint), to, bytes);
        return 0;
    }

    private void SendDatagram(SipEndPoint from, SipEndPoint to, byte[] bytes)
    {
        SimulatedLink.Dice dice;
        var datagram = new SimulatedDatagram(SipProtocol.Udp, from.Address, to.Address, bytes, IsLost: false);
        lock (_lock)
        {
            if (!_links.TryGetValue((from, to), out var link))
            {
                _links.Add((from, to), link = new SimulatedLink(seed, from.Address, to.Address));
            }

            dice = link.Throw();
        }

        var lost = dice.Loss < LossRate || Lose?.Invoke(datagram) == true;
        lock (_lock)
        {
            _log.Add(datagram with { IsLost = lost });
        }

        if (lost)
        {
            return;
        }

        DeliverAfter(Delay(dice.Delay) + (dice.Reordering < ReorderRate ? ReorderDelay : TimeSpan.Zero), from, to, bytes, 0);
        if (dice.Duplication < DuplicationRate)
        {
            DeliverAfter(Delay(dice.SecondDelay), from, to, bytes, 0);
        }
    }

    private long SendOverStream(SipEndPoint from, SipEndPoint to, byte[] bytes, long connectionId)
    {
        TimeSpan delay;
        lock (_lock)
        {
            var id = connectionId != 0 ? connectionId : _connections.FirstOrDefault(c => c.Value == (from, to) || c.Value == (to, from)).Key;
            if (id != 0 && !_connections.ContainsKey(id))
            {
                throw new IOException("The connection is gone.");
            }

            if (!_nodes.ContainsKey(to))
            {
                throw new SocketException((int)SocketError.ConnectionRefused);
            }

            if (id == 0)
            {
                _connections.Add(id = ++_lastConnection, (from, to));
            }

            connectionId = id;
            _log.Add(new SimulatedDatagram(from.Protocol, from.Address, to.Address, bytes, IsLost: false));
            // A stream keeps its order: nothing arrives before what was sent earlier.
            var now = time.GetUtcNow();
            var due = now + MinDelay;
            var last = _streamTimes.GetValueOrDefault((from, to));
            due = due > last ? due : last;
            _streamTimes[(from, to)] = due;
            delay = due - now;
        }

        DeliverAfter(delay, from, to, bytes, connectionId);
        return connectionId;
    }

    private TimeSpan Delay(double dice) => MinDelay + (MaxDelay > MinDelay ? (MaxDelay - MinDelay) * dice : TimeSpan.Zero);

    private void DeliverAfter(TimeSpan delay, SipEndPoint from, SipEndPoint to, byte[] bytes, long connectionId) =>
        After(delay, () => Find(to)?.Deliver(from, bytes, connectionId));

    private void After(TimeSpan delay, Action happens)
    {
        if (delay == TimeSpan.Zero)
        {
            happens();
            return;
        }

        ITimer? timer = null;
        timer = time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                happens();
            },
            null,
            delay,
            Timeout.InfiniteTimeSpan);
    }

    private SipEndPoint Outside(SipEndPoint node)
    {
        lock (_lock)
        {
            return _nats.GetValueOrDefault(node, node);
        }
    }

    private SimulatedTransport? Find(SipEndPoint endPoint)
    {
        lock (_lock)
        {
            foreach (var (inside, outside) in _nats)
            {
                if (outside == endPoint)
                {
                    return _nodes.GetValueOrDefault(inside);
                }
            }

            return _nats.ContainsKey(endPoint) ? null : _nodes.GetValueOrDefault(endPoint);
        }
    }
}
