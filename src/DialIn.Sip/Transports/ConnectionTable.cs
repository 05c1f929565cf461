using System.Net;

namespace DialIn.Sip.Transports;

/// <summary>The connections of one transport, by number and by remote address, with the limits on how many there may be. Thread-safe.</summary>
/// <param name="options">The limits.</param>
internal sealed class ConnectionTable(TcpTransportOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, TcpConnection> _byId = [];
    private readonly Dictionary<IPEndPoint, TcpConnection> _byRemote = [];
    private readonly Dictionary<IPAddress, int> _accepted = [];
    private bool _closed;

    /// <summary>The connection with this number, or null.</summary>
    public TcpConnection? Find(long id)
    {
        lock (_lock)
        {
            return _byId.GetValueOrDefault(id);
        }
    }

    /// <summary>Adds a connection that a peer opened, and starts it.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="run">Its life; must return before the connection ends.</param>
    /// <returns>False if there are too many, in all or from this peer, or the table is closed.</returns>
    public bool TryAddAccepted(TcpConnection connection, Func<TcpConnection, Task> run)
    {
        lock (_lock)
        {
            var source = connection.Remote.Address;
            var count = _accepted.GetValueOrDefault(source);
            if (_closed || _byId.Count >= options.MaxConnections || count >= options.MaxConnectionsPerSource)
            {
                return false;
            }

            _accepted[source] = count + 1;
            Add(connection, run);
            return true;
        }
    }

    /// <summary>The connection to this address, whoever opened it; else a new one, made, added and started.</summary>
    /// <param name="remote">The address.</param>
    /// <param name="make">Makes it; called at most once.</param>
    /// <param name="run">Its life, if it is new; must return before the connection ends.</param>
    /// <returns>The connection, or null if there is none and the table is closed.</returns>
    public TcpConnection? FindOrAdd(IPEndPoint remote, Func<TcpConnection> make, Func<TcpConnection, Task> run)
    {
        lock (_lock)
        {
            var connection = _byRemote.GetValueOrDefault(remote);
            if (connection is not { IsClosed: false } && !_closed)
            {
                connection = make();
                Add(connection, run);
            }

            return connection;
        }
    }

    /// <summary>Forgets a connection that ended.</summary>
    public void Remove(TcpConnection connection)
    {
        lock (_lock)
        {
            if (!_byId.Remove(connection.Flow.ConnectionId))
            {
                return;
            }

            if (_byRemote.GetValueOrDefault(connection.Remote) == connection)
            {
                _byRemote.Remove(connection.Remote);
            }

            if (connection.IsAccepted)
            {
                var source = connection.Remote.Address;
                var left = _accepted[source] - 1;
                if (left == 0)
                {
                    _accepted.Remove(source);
                }
                else
                {
                    _accepted[source] = left;
                }
            }
        }
    }

    /// <summary>Adds no more, and gives all that there are.</summary>
    public IReadOnlyList<TcpConnection> Close()
    {
        lock (_lock)
        {
            _closed = true;
            return [.. _byId.Values];
        }
    }

    private void Add(TcpConnection connection, Func<TcpConnection, Task> run)
    {
        _byId.Add(connection.Flow.ConnectionId, connection);
        _byRemote[connection.Remote] = connection;
        connection.Running = run(connection);
    }
}
