using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>
/// SIP over connections, RFC 3261 §18: those that peers opened and those that we opened serve both directions. TCP and TLS
/// differ only in what protects them.
/// </summary>
public abstract class StreamTransport : ISipTransport
{
    // More peers than this do not connect between two turns of the accept loop.
    private const int Backlog = 512;

    // Out of file handles, most likely: some of them come back when calls end.
    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(100);

    private readonly SipLimits _limits;
    private readonly TcpTransportOptions _options;
    private readonly TimeProvider _time;
    private readonly IConnectionSecurity? _security;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConnectionTable _connections;
    private ISipTransportEvents? _events;
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;
    private long _lastConnectionId;
    private int _handshakes;
    private int _disposed;

    private protected StreamTransport(SipProtocol protocol, IPEndPoint listen, SipLimits limits, TcpTransportOptions options, IConnectionSecurity? security, TimeProvider time)
    {
        Protocol = protocol;
        LocalEndPoint = listen;
        _limits = limits;
        _options = options;
        _security = security;
        _time = time;
        _connections = new ConnectionTable(options);
    }

    /// <inheritdoc/>
    public SipProtocol Protocol { get; }

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; private set; }

    /// <summary>Whether peers may connect, or only we to them.</summary>
    private protected virtual bool Listens => true;

    /// <inheritdoc/>
    public Task StartAsync(ISipTransportEvents events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _events = events = _security is null ? events : new ConnectionAliases(events, _connections);
        if (!Listens)
        {
            return Task.CompletedTask;
        }

        var listener = new Socket(LocalEndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (LocalEndPoint.Address.Equals(IPAddress.IPv6Any))
            {
                listener.DualMode = true;
            }

            listener.Bind(LocalEndPoint);
            listener.Listen(Backlog);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        LocalEndPoint = (IPEndPoint)listener.LocalEndPoint!;
        _listener = listener;
        _accepting = AcceptAsync(listener, events, _stopping.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<long> SendAsync(ReadOnlyMemory<byte> message, SipEndPoint remote, long connectionId, CancellationToken cancellationToken)
    {
        var connection = connectionId == 0 ? FindOrOpen(remote) : _connections.Find(connectionId);
        if (connection is null)
        {
            throw new IOException("The connection is gone.");
        }

        await connection.Connected.WaitAsync(cancellationToken);
        if (!connection.TryEnqueue(message))
        {
            throw new IOException("The connection is closed, or its peer does not read.");
        }

        return connection.Flow.ConnectionId;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        _listener?.Dispose();
        await _accepting;
        var connections = _connections.Close();
        foreach (var connection in connections)
        {
            connection.Stop();
        }

        await Task.WhenAll(connections.Select(connection => connection.Running));
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task AcceptAsync(Socket listener, ISipTransportEvents events, CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Accept(await listener.AcceptAsync(stopping), events);
            }
            catch (SocketException) when (!stopping.IsCancellationRequested)
            {
                await Task.Delay(AcceptRetry, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Accept(Socket socket, ISipTransportEvents events)
    {
        if (RemoteOf(socket) is not { } remote)
        {
            socket.Dispose();
            return;
        }

        if (!events.Admit(Protocol, remote))
        {
            Refuse(socket, DropReason.NotAdmitted, events);
            return;
        }

        var local = SourceAddresses.Plain((IPEndPoint)socket.LocalEndPoint!);
        var connection = Connection(socket, local.Address, new SipEndPoint(Protocol, remote), weOpened: false, events);
        // Counted here and given back once the connection is open, or before its failure is told: a crowd that never finishes its handshakes stays small.
        var most = _options.MaxHandshakes + (_security is not null && events.IsExpected(connection.Flow) ? _options.ReservedHandshakes : 0);
        var isOneTooMany = Interlocked.Increment(ref _handshakes) > most && _security is not null;
        if (isOneTooMany || !_connections.TryAddAccepted(connection, RunAsync))
        {
            connection.EndHandshake();
            connection.Close(DropReason.TooManyConnections);
        }
    }

    private StreamConnection? FindOrOpen(SipEndPoint remote) =>
        _events is { } events ? _connections.FindOrAdd(remote, () => Open(remote, events), RunAsync, _security?.InsistsOn(remote) == true) : null;

    private StreamConnection Open(SipEndPoint remote, ISipTransportEvents events)
    {
        var socket = new Socket(remote.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var isAny = LocalEndPoint.Address.Equals(IPAddress.Any) || LocalEndPoint.Address.Equals(IPAddress.IPv6Any);
        if (!isAny && LocalEndPoint.AddressFamily == remote.Address.AddressFamily)
        {
            // The peer knows us by the address that we listen on.
            socket.Bind(new IPEndPoint(LocalEndPoint.Address, 0));
        }

        return Connection(socket, LocalEndPoint.Address, remote, weOpened: true, events);
    }

    private StreamConnection Connection(Socket socket, IPAddress local, SipEndPoint remote, bool weOpened, ISipTransportEvents events)
    {
        // Messages are small and each waits for an answer.
        socket.NoDelay = true;
        var flow = new Flow(
            new SipEndPoint(Protocol, new IPEndPoint(local, LocalEndPoint.Port)),
            remote,
            Interlocked.Increment(ref _lastConnectionId));
        return new StreamConnection(socket, flow, weOpened, _security, _options, _limits, events, _time)
        {
            HandshakeEnded = weOpened ? null : () => Interlocked.Decrement(ref _handshakes),
        };
    }

    private async Task RunAsync(StreamConnection connection)
    {
        // The table must have the connection before it can end.
        await Task.Yield();
        var wasOpen = false;
        try
        {
            wasOpen = await connection.OpenAsync();
            if (wasOpen)
            {
                await connection.CarryAsync();
            }
        }
        finally
        {
            connection.EndHandshake();
            connection.Close(null);
            _connections.Remove(connection);
        }

        if (wasOpen)
        {
            _events!.OnFlowClosed(connection.Flow);
        }
    }

    /// <summary>The peer's address; null if it has already gone.</summary>
    private static IPEndPoint? RemoteOf(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint is IPEndPoint remote ? SourceAddresses.Plain(remote) : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>Resets the connection, so that a stranger learns as little as TCP allows.</summary>
    private static void Refuse(Socket socket, DropReason reason, ISipTransportEvents events)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
        events.OnDropped(reason);
    }
}
