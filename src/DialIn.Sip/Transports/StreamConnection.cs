using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>
/// One connection, over TCP or TLS: a loop that reads, a loop that writes what is queued, and deadlines for both. It ends once,
/// through <see cref="Close"/>, whoever asks.
/// </summary>
internal sealed class StreamConnection : IDisposable
{
    private static readonly ReadOnlyMemory<byte> PingBytes = "\r\n\r\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> PongBytes = "\r\n"u8.ToArray();

    private readonly Socket _socket;
    private readonly IConnectionSecurity? _security;
    private readonly SipLimits _limits;
    private readonly TcpTransportOptions _options;
    private readonly ISipTransportEvents _events;
    private readonly TimeProvider _time;
    private readonly bool _weOpened;
    private readonly ConnectionTimers _timers;
    private readonly Channel<ReadOnlyMemory<byte>> _queue;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Stream? _stream;
    private InboundStream? _inbound;
    private Action? _handshakeEnded;
    private int _closed;

    /// <summary>Makes a connection, not yet running.</summary>
    /// <param name="socket">Accepted, or not yet connected; owned by the connection from now on.</param>
    /// <param name="flow">Its name.</param>
    /// <param name="weOpened">Whether it is ours to connect.</param>
    /// <param name="security">What protects it; null for nothing.</param>
    /// <param name="options">Deadlines and sizes.</param>
    /// <param name="limits">What is too large.</param>
    /// <param name="events">Who hears of what comes.</param>
    /// <param name="time">The clock.</param>
    public StreamConnection(
        Socket socket, Flow flow, bool weOpened, IConnectionSecurity? security, TcpTransportOptions options, SipLimits limits, ISipTransportEvents events, TimeProvider time)
    {
        _socket = socket;
        Flow = flow;
        _weOpened = weOpened;
        _security = security;
        _limits = limits;
        _options = options;
        _events = events;
        _time = time;
        _timers = new ConnectionTimers(options, time, Close, () => TryEnqueue(PingBytes));
        // Wait mode, so that TryWrite says when the peer has not read for too long; one reader is the writing loop.
        _queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(options.WriteQueueLength) { SingleReader = true });
    }

    /// <summary>Its name in what the transport reports; complete once <see cref="OpenAsync"/> is through.</summary>
    public Flow Flow { get; private set; }

    /// <summary>Who is at the other end.</summary>
    public SipEndPoint Remote => Flow.Remote;

    /// <summary>Whether a peer opened it, so that it counts against that peer's allowance.</summary>
    public bool IsAccepted => !_weOpened;

    /// <summary>Whether it has ended, though perhaps not everyone knows yet.</summary>
    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Completes when messages can be sent; fails with the reason if that never happens.</summary>
    public Task Connected => _connected.Task;

    /// <summary>What is to be done once the handshake is over, however it ended, before anybody hears of that.</summary>
    public Action? HandshakeEnded
    {
        init => _handshakeEnded = value;
    }

    /// <summary>A further address that requests for the peer go to; kept by the table.</summary>
    public IPEndPoint? Alias { get; set; }

    /// <summary>The whole life of the connection, set by the table that keeps it.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>Connects if needed, and shakes hands if the connection is protected.</summary>
    /// <returns>Whether messages can be sent and read; else the connection is closed.</returns>
    public async Task<bool> OpenAsync()
    {
        if ((_weOpened && !await TryConnectAsync()) || !await TrySecureAsync())
        {
            return false;
        }

        _inbound = new InboundStream(Flow, _limits, _events, _timers, () => TryEnqueue(PongBytes), Close);
        // Armed before anyone can see the connection, so that a test's clock finds the timers.
        if (_weOpened)
        {
            _timers.ExpectAnything();
            _timers.StartPings();
        }
        else
        {
            _timers.ExpectMessage();
        }

        EndHandshake();
        _connected.TrySetResult();
        return true;
    }

    /// <summary>Reads and writes until the end. After <see cref="OpenAsync"/>.</summary>
    public async Task CarryAsync()
    {
        try
        {
            await Task.WhenAll(ReadAsync(_stream!, _inbound!), WriteAsync(_stream!));
        }
        finally
        {
            await _stream!.DisposeAsync();
        }
    }

    /// <summary>The handshake is over. Only the first call has an effect.</summary>
    public void EndHandshake() => Interlocked.Exchange(ref _handshakeEnded, null)?.Invoke();

    /// <summary>Queues bytes for the peer. A full queue ends the connection: a peer that does not read is no peer.</summary>
    /// <returns>False if the connection is stopped or closed, or the queue is full.</returns>
    public bool TryEnqueue(ReadOnlyMemory<byte> bytes)
    {
        if (_queue.Writer.TryWrite(bytes))
        {
            return true;
        }

        if (!_stopped.Task.IsCompleted)
        {
            Close(DropReason.StuckPeer);
        }

        return false;
    }

    /// <summary>Sends what is queued, then closes.</summary>
    public void Stop()
    {
        _stopped.TrySetResult();
        _queue.Writer.TryComplete();
        if (!_connected.Task.IsCompleted)
        {
            Close(null);
        }
    }

    /// <summary>Ends the connection at once. Only the first call has an effect.</summary>
    /// <param name="reason">Why, if it is to be counted.</param>
    public void Close(DropReason? reason)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        _timers.Dispose();
        _queue.Writer.TryComplete();
        _socket.Dispose();
        if (reason is { } counted)
        {
            _events.OnDropped(counted);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close(null);

    private async Task<bool> TryConnectAsync()
    {
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _time);
        try
        {
            await _socket.ConnectAsync(Remote.Address, timeout.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            var error = exception is OperationCanceledException ? SocketError.TimedOut : SocketError.OperationAborted;
            Fail(null, exception as SocketException ?? new SocketException((int)error));
            return false;
        }
    }

    private async Task<bool> TrySecureAsync()
    {
        Stream? secured = null;
        try
        {
            _stream = new NetworkStream(_socket, ownsSocket: false);
            if (_security is null)
            {
                return true;
            }

            // Half-open handshakes are swept by their own deadline, shorter than that of a message.
            using var timeout = new CancellationTokenSource(_options.HandshakeTimeout, _time);
            (secured, var peer) = await _security.SecureAsync(_stream, Flow.Remote, _weOpened, timeout.Token);
            _stream = secured;
            Flow = Flow with { Peer = peer };
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            Fail(_weOpened ? null : DropReason.HandshakeFailed, exception as IOException ?? new IOException("The handshake was not finished.", exception));
            return false;
        }

        if (_weOpened || _events.Admit(Flow))
        {
            return true;
        }

        Fail(DropReason.NotAdmitted, new IOException("The peer is not admitted."));
        await secured.DisposeAsync();
        return false;
    }

    private void Fail(DropReason? reason, Exception fault)
    {
        EndHandshake();
        Close(reason);
        _connected.TrySetException(fault);
        // Whoever waited may have given up; the failure is theirs to see, not the finalizer's.
        _ = _connected.Task.Exception;
    }

    private async Task ReadAsync(Stream stream, InboundStream inbound)
    {
        await Task.Yield();
        try
        {
            while (await stream.ReadAsync(inbound.Free()) is var length and > 0)
            {
                inbound.Add(length);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The peer is gone, or we closed.
        }
        finally
        {
            Close(null);
        }
    }

    private async Task WriteAsync(Stream stream)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                while (_queue.Reader.TryRead(out var bytes))
                {
                    _timers.WriteBegins();
                    await stream.WriteAsync(bytes);
                    _timers.WriteEnds();
                }
            }

            if (_security is not null && !IsClosed)
            {
                _timers.WriteBegins();
                await _security.EndAsync(stream);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The peer is gone, or we closed.
        }
        finally
        {
            Close(null);
        }
    }
}
