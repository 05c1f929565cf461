using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.Transports;

public sealed class ConnectionTableTests : IDisposable
{
    private readonly ConnectionTable _table = new(new TcpTransportOptions { MaxConnections = 3, MaxConnectionsPerSource = 2 });
    private readonly List<StreamConnection> _connections = [];
    private long _lastId;

    [Fact]
    public void Accepted_IsFoundByNumberAndByAddress()
    {
        var connection = Make("192.0.2.1:1000", weOpened: false);

        Assert.True(_table.TryAddAccepted(connection, Run));

        Assert.Same(connection, _table.Find(connection.Flow.ConnectionId));
        Assert.Same(connection, _table.FindOrAdd(connection.Remote, () => throw new InvalidOperationException(), Run));
        Assert.Null(_table.Find(99));
    }

    [Fact]
    public void Limits_PerSourceAndInAll_HoldForAcceptedOnes()
    {
        Assert.True(_table.TryAddAccepted(Make("192.0.2.1:1", weOpened: false), Run));
        var second = Make("192.0.2.1:2", weOpened: false);
        Assert.True(_table.TryAddAccepted(second, Run));
        Assert.False(_table.TryAddAccepted(Make("192.0.2.1:3", weOpened: false), Run));
        Assert.True(_table.TryAddAccepted(Make("192.0.2.2:1", weOpened: false), Run));
        Assert.False(_table.TryAddAccepted(Make("192.0.2.3:1", weOpened: false), Run));

        _table.Remove(second);
        _table.Remove(second);

        Assert.True(_table.TryAddAccepted(Make("192.0.2.1:4", weOpened: false), Run));
        Assert.NotNull(_table.FindOrAdd(Remote("192.0.2.9:1"), () => Make("192.0.2.9:1", weOpened: true), Run));
    }

    [Fact]
    public void Opened_ReplacesOneThatHasEnded()
    {
        var remote = Remote("192.0.2.1:5060");
        var first = _table.FindOrAdd(remote, () => Make("192.0.2.1:5060", weOpened: true), Run)!;
        Assert.Same(first, _table.FindOrAdd(remote, () => Make("192.0.2.1:5060", weOpened: true), Run));

        first.Close(null);
        var second = _table.FindOrAdd(remote, () => Make("192.0.2.1:5060", weOpened: true), Run)!;
        Assert.NotSame(first, second);
        _table.Remove(first);

        Assert.Same(second, _table.FindOrAdd(remote, () => throw new InvalidOperationException(), Run));
    }

    [Fact]
    public void Closed_AddsNothing_AndGivesWhatThereWas()
    {
        var connection = Make("192.0.2.1:1", weOpened: false);
        _table.TryAddAccepted(connection, Run);

        Assert.Equal([connection], _table.Close());

        Assert.False(_table.TryAddAccepted(Make("192.0.2.1:2", weOpened: false), Run));
        Assert.Null(_table.FindOrAdd(Remote("192.0.2.2:1"), () => throw new InvalidOperationException(), Run));
    }

    public void Dispose() => _connections.ForEach(connection => connection.Dispose());

    private static SipEndPoint Remote(string address) => new(SipProtocol.Tcp, IPEndPoint.Parse(address));

    private static Task Run(StreamConnection connection) => Task.CompletedTask;

    private StreamConnection Make(string remote, bool weOpened)
    {
        var local = new SipEndPoint(SipProtocol.Tcp, new IPEndPoint(IPAddress.Loopback, 5060));
        var connection = new StreamConnection(
            new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp),
            new Flow(local, new SipEndPoint(SipProtocol.Tcp, IPEndPoint.Parse(remote)), ++_lastId),
            weOpened,
            security: null,
            TcpTransportOptions.Default,
            SipLimits.Default,
            new RecordingEvents(),
            new FakeTimeProvider());
        _connections.Add(connection);
        return connection;
    }
}
