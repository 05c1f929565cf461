using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>
/// One TCP connection: a loop that reads, a loop that writes what is queued, and deadlines for both. It ends once, through
/// <see cref="Close"/>, whoever asks.
/// </summary>
internal sealed class TcpConnection : IDisposable
{
    private static readonly ReadOnlyMemory<byte> PingBytes = "\r\n\r\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> PongBytes = "\r\n"u8.ToArray();

    private readonly Socket _socket;
    private readonly TcpTransportOptions _options;
    private readonly ISipTransportEvents _events;
    private readonly TimeProvider _time;
    private readonly bool _weOpened;
    private readonly ConnectionTimers _timers;
    private readonly InboundStream _inbound;
    private readonly Channel<ReadOnlyMemory<byte>> _queue;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _closed;

    /// <summary>Makes a connection, not yet running.</summary>
    /// <param name="socket">Accepted, or not yet connected; owned by the connection from now on.</param>
    /// <param name="flow">Its name.</param>
    /// <param name="weOpened">Whether it is ours to connect.</param>
    /// <param name="options">Deadlines and sizes.</param>
    /// <param name="limits">What is too large.</param>
    /// <param name="events">Who hears of what comes.</param>
    /// <param name="time">The clock.</param>
    public TcpConnection(
        Socket socket, Flow flow, bool weOpened, TcpTransportOptions options, SipLimits limits, ISipTransportEvents events, TimeProvider time)
    {
        _socket = socket;
        Flow = flow;
        _weOpened = weOpened;
        _options = options;
        _events = events;
        _time = time;
        _timers = new ConnectionTimers(options, time, Close, () => TryEnqueue(PingBytes));
        _inbound = new InboundStream(flow, limits, events, _timers, () => TryEnqueue(PongBytes), Close);
        // Wait mode, so that TryWrite says when the peer has not read for too long; one reader is the writing loop.
        _queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(options.WriteQueueLength) { SingleReader = true });
    }

    /// <summary>Its name in what the transport reports.</summary>
    public Flow Flow { get; }

    /// <summary>Who is at the other end.</summary>
    public IPEndPoint Remote => Flow.Remote.Address;

    /// <summary>Whether a peer opened it, so that it counts against that peer's allowance.</summary>
    public bool IsAccepted => !_weOpened;

    /// <summary>Whether it has ended, though perhaps not everyone knows yet.</summary>
    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Completes when messages can be sent; fails with the reason if that never happens.</summary>
    public Task Connected => _connected.Task;

    /// <summary>The whole life of the connection, set by the table that keeps it.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>Connects if needed, then reads and writes until the end.</summary>
    /// <returns>Whether there was a connection at all.</returns>
    public async Task<bool> RunAsync()
    {
        if (_weOpened && !await TryConnectAsync())
        {
            return false;
        }

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

        _connected.TrySetResult();
        await Task.WhenAll(ReadAsync(), WriteAsync());
        return true;
    }

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
            await _socket.ConnectAsync(Remote, timeout.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Close(null);
            var error = exception is OperationCanceledException ? SocketError.TimedOut : SocketError.OperationAborted;
            _connected.SetException(exception as SocketException ?? new SocketException((int)error));
            // Whoever waited may have given up; the failure is theirs to see, not the finalizer's.
            _ = _connected.Task.Exception;
            return false;
        }
    }

    private async Task ReadAsync()
    {
        await Task.Yield();
        try
        {
            while (await _socket.ReceiveAsync(_inbound.Free(), SocketFlags.None) is var length and > 0)
            {
                _inbound.Add(length);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The peer is gone, or we closed.
        }
        finally
        {
            Close(null);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                while (_queue.Reader.TryRead(out var bytes))
                {
                    _timers.WriteBegins();
                    while (!bytes.IsEmpty)
                    {
                        bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None)..];
                    }

                    _timers.WriteEnds();
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The peer is gone, or we closed.
        }
        finally
        {
            Close(null);
        }
    }
}
