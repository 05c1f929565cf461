using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>SIP over TCP, RFC 3261 §18: connections that peers opened and connections that we opened serve both directions.</summary>
/// <param name="listen">The local address; port 0 for any free one.</param>
/// <param name="limits">What is too large.</param>
/// <param name="options">Deadlines and numbers of connections.</param>
/// <param name="time">The clock of all deadlines.</param>
public sealed class TcpTransport(IPEndPoint listen, SipLimits limits, TcpTransportOptions options, TimeProvider time) : ISipTransport
{
    // More peers than this do not connect between two turns of the accept loop.
    private const int Backlog = 512;

    // Out of file handles, most likely: some of them come back when calls end.
    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConnectionTable _connections = new(options);
    private ISipTransportEvents? _events;
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;
    private long _lastConnectionId;

    /// <inheritdoc/>
    public SipProtocol Protocol => SipProtocol.Tcp;

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; private set; } = listen;

    /// <inheritdoc/>
    public Task StartAsync(ISipTransportEvents events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
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
        _events = events;
        _listener = listener;
        _accepting = AcceptAsync(listener, events, _stopping.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, SipEndPoint remote, long connectionId, CancellationToken cancellationToken)
    {
        var connection = connectionId == 0 ? FindOrOpen(remote.Address) : _connections.Find(connectionId);
        if (connection is null)
        {
            throw new IOException("The connection is gone.");
        }

        await connection.Connected.WaitAsync(cancellationToken);
        if (!connection.TryEnqueue(message))
        {
            throw new IOException("The connection is closed, or its peer does not read.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
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
                await Task.Delay(AcceptRetry, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

        if (!events.Admit(SipProtocol.Tcp, remote))
        {
            Refuse(socket, DropReason.NotAdmitted, events);
            return;
        }

        var local = SourceAddresses.Plain((IPEndPoint)socket.LocalEndPoint!);
        var connection = Connection(socket, local.Address, remote, weOpened: false, events);
        if (!_connections.TryAddAccepted(connection, RunAsync))
        {
            connection.Close(DropReason.TooManyConnections);
        }
    }

    private TcpConnection? FindOrOpen(IPEndPoint remote) =>
        _events is { } events ? _connections.FindOrAdd(remote, () => Open(remote, events), RunAsync) : null;

    private TcpConnection Open(IPEndPoint remote, ISipTransportEvents events)
    {
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var isAny = LocalEndPoint.Address.Equals(IPAddress.Any) || LocalEndPoint.Address.Equals(IPAddress.IPv6Any);
        if (!isAny && LocalEndPoint.AddressFamily == remote.AddressFamily)
        {
            // The peer knows us by the address that we listen on.
            socket.Bind(new IPEndPoint(LocalEndPoint.Address, 0));
        }

        return Connection(socket, LocalEndPoint.Address, remote, weOpened: true, events);
    }

    private TcpConnection Connection(Socket socket, IPAddress local, IPEndPoint remote, bool weOpened, ISipTransportEvents events)
    {
        // Messages are small and each waits for an answer.
        socket.NoDelay = true;
        var flow = new Flow(
            new SipEndPoint(SipProtocol.Tcp, new IPEndPoint(local, LocalEndPoint.Port)),
            new SipEndPoint(SipProtocol.Tcp, remote),
            Interlocked.Increment(ref _lastConnectionId));
        return new TcpConnection(socket, flow, weOpened, options, limits, events, time);
    }

    private async Task RunAsync(TcpConnection connection)
    {
        // The table must have the connection before it can end.
        await Task.Yield();
        bool wasConnected;
        try
        {
            wasConnected = await connection.RunAsync();
        }
        finally
        {
            connection.Close(null);
            _connections.Remove(connection);
        }

        if (wasConnected)
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
