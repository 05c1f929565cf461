using System.Net;
using System.Net.Sockets;

namespace DialIn.Media.Relay;

/// <summary>The poller for every system: <see cref="Socket.Select(System.Collections.IList, System.Collections.IList, System.Collections.IList, TimeSpan)"/>, and a datagram to itself for waking.</summary>
internal sealed class SelectPoller : IPoller
{
    private readonly Dictionary<Socket, SelectSocket> _sockets = [];
    private readonly List<Socket> _watched = [];
    private readonly Socket _wakeSource = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _wakeTarget = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _wakeBuffer = new byte[1];

    public SelectPoller()
    {
        _wakeTarget.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _wakeTarget.Blocking = false;
        _wakeSource.Connect(_wakeTarget.LocalEndPoint!);
        _wakeSource.Blocking = false;
    }

    /// <inheritdoc/>
    public PolledSocket Add(Socket socket, IDatagramReceiver receiver) => _sockets[socket] = new SelectSocket(socket, receiver);

    /// <inheritdoc/>
    public void Remove(PolledSocket socket)
    {
        socket.IsRemoved = true;
        _sockets.Remove(socket.Socket);
    }

    /// <inheritdoc/>
    public int Wait(Span<PolledSocket> ready, TimeSpan now, TimeSpan deadline)
    {
        _watched.Clear();
        _watched.Add(_wakeTarget);
        _watched.AddRange(_sockets.Keys);
        var timeout = deadline == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : deadline > now ? deadline - now : TimeSpan.Zero;
        Socket.Select(_watched, null, null, timeout);

        var found = 0;
        foreach (var socket in _watched)
        {
            if (socket == _wakeTarget)
            {
                EmptyWakeTarget();
            }
            else if (found < ready.Length)
            {
                ready[found++] = _sockets[socket];
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public void Pause(TimeSpan time)
    {
        // Elsewhere than on Linux a sleep takes milliseconds.
    }

    /// <inheritdoc/>
    public void Wake()
    {
        try
        {
            _ = _wakeSource.Send(_wakeBuffer);
        }
        catch (SocketException)
        {
            // The target's buffer is full of wake-ups already.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wakeSource.Dispose();
        _wakeTarget.Dispose();
    }

    private void EmptyWakeTarget()
    {
        while (_wakeTarget.Available > 0)
        {
            _ = _wakeTarget.Receive(_wakeBuffer);
        }
    }
}
