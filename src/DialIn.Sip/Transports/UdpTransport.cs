using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>SIP over UDP, RFC 3261 §18: one socket, one receive loop.</summary>
/// <param name="listen">The local address; port 0 for any free one.</param>
/// <param name="limits">What is too large.</param>
public sealed class UdpTransport(IPEndPoint listen, SipLimits limits) : ISipTransport
{
    // A burst of calls after an outage must survive until the loop gets the processor; the kernel may grant less.
    private const int SocketBufferBytes = 1024 * 1024;

    // The largest datagram and one byte more, so that none is cut without notice.
    private const int ReceiveBufferBytes = 65_536;

    private readonly CancellationTokenSource _stopping = new();
    private readonly SourceAddresses _sources = new();
    private Socket? _socket;
    private Task _receiving = Task.CompletedTask;

    /// <inheritdoc/>
    public SipProtocol Protocol => SipProtocol.Udp;

    /// <inheritdoc/>
    public IPEndPoint LocalEndPoint { get; private set; } = listen;

    /// <inheritdoc/>
    public Task StartAsync(ISipTransportEvents events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // No address reuse: on Linux it would let another process of ours take the packets.
        var socket = new Socket(LocalEndPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = SocketBufferBytes,
            SendBufferSize = SocketBufferBytes,
        };
        try
        {
            if (LocalEndPoint.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(LocalEndPoint);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _socket = socket;
        var datagrams = new InboundDatagrams(events, limits, new SipEndPoint(SipProtocol.Udp, LocalEndPoint));
        // A thread of its own that blocks: under a flood that costs a third of what tasks and their wake-ups do. It needs a
        // socket that nothing asynchronous has touched, so sending is synchronous too.
        _receiving = Task.Factory.StartNew(() => Receive(socket, datagrams), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<long> SendAsync(ReadOnlyMemory<byte> message, SipEndPoint remote, long connectionId, CancellationToken cancellationToken)
    {
        if (_socket is not { } socket)
        {
            throw new IOException("The transport is not started.");
        }

        try
        {
            // A datagram goes into the kernel's buffer at once, or waits for the network card to take one out.
            socket.SendTo(message.Span, SocketFlags.None, Reachable(remote.Address, socket));
            return ValueTask.FromResult(0L);
        }
        catch (ObjectDisposedException exception)
        {
            throw new IOException("The transport is disposed.", exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();

        // Closing the socket ends the receiver's wait.
        _socket?.Dispose();
        await _receiving;
        _stopping.Dispose();
    }

    private static IPEndPoint Reachable(IPEndPoint remote, Socket socket) =>
        socket.AddressFamily == AddressFamily.InterNetworkV6 && remote.AddressFamily == AddressFamily.InterNetwork
            ? new IPEndPoint(remote.Address.MapToIPv6(), remote.Port)
            : remote;

    private void Receive(Socket socket, InboundDatagrams datagrams)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(ReceiveBufferBytes, pinned: true);
        var source = new SocketAddress(socket.AddressFamily);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var length = socket.ReceiveFrom(buffer, SocketFlags.None, source);
                if (datagrams.Admits(buffer.AsSpan(0, length), SourceAddress.From(source)))
                {
                    datagrams.Handle(buffer.AsSpan(0, length), _sources.Find(source));
                }
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // A datagram that we sent was refused somewhere; that is no reason to stop listening.
            }
        }
    }
}
