using System.Net;

namespace DialIn.Sip.Transports;

/// <summary>The connections of one transport, by number and by remote address, with the limits on how many there may be. Thread-safe.</summary>
/// <param name="options">The limits.</param>
internal sealed class ConnectionTable(TcpTransportOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, StreamConnection> _byId = [];
    private readonly Dictionary<SipEndPoint, StreamConnection> _byRemote = [];
    private readonly Dictionary<IPEndPoint, StreamConnection> _byAddress = [];
    private readonly Dictionary<IPAddress, int> _accepted = [];
    private bool _closed;

    /// <summary>The connection with this number, or null.</summary>
    public StreamConnection? Find(long id)
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
    public bool TryAddAccepted(StreamConnection connection, Func<StreamConnection, Task> run)
    {
        lock (_lock)
        {
            var source = connection.Remote.Address.Address;
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

    /// <summary>The connection to this end point, whoever opened it; else a new one, made, added and started.</summary>
    /// <param name="remote">The end point.</param>
    /// <param name="make">Makes it; called at most once.</param>
    /// <param name="run">Its life, if it is new; must return before the connection ends.</param>
    /// <param name="isExact">Whether no connection serves but one that was opened to just this end point.</param>
    /// <returns>The connection, or null if there is none and the table is closed.</returns>
    public StreamConnection? FindOrAdd(SipEndPoint remote, Func<StreamConnection> make, Func<StreamConnection, Task> run, bool isExact = false)
    {
        lock (_lock)
        {
            var connection = FindLive(remote, isExact);
            if (connection is null && !_closed)
            {
                connection = make();
                Add(connection, run);
            }

            return connection;
        }
    }

    /// <summary>A connection serves requests to this address too.</summary>
    public void AddAlias(long id, IPEndPoint address)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(id, out var connection) && !address.Equals(connection.Alias))
            {
                Forget(connection.Alias, connection);
                connection.Alias = address;
                _byAddress[address] = connection;
            }
        }
    }

    /// <summary>Forgets a connection that ended.</summary>
    public void Remove(StreamConnection connection)
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

            Forget(connection.Remote.Address, connection);
            Forget(connection.Alias, connection);

            if (connection.IsAccepted)
            {
                var source = connection.Remote.Address.Address;
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
    public IReadOnlyList<StreamConnection> Close()
    {
        lock (_lock)
        {
            _closed = true;
            return [.. _byId.Values];
        }
    }

    // RFC 5923 §9.3: a connection is no other domain's. Who is named by an address has no domain to be verified, and whatever is up to that address serves.
    private StreamConnection? FindLive(SipEndPoint remote, bool isExact)
    {
        var isAnyDomain = !isExact && (remote.ServerName is null || IPAddress.TryParse(remote.ServerName, out _));
        return _byRemote.GetValueOrDefault(remote) is { IsClosed: false } exact ? exact
            : isAnyDomain && _byAddress.GetValueOrDefault(remote.Address) is { IsClosed: false } other ? other
            : null;
    }

    private void Forget(IPEndPoint? address, StreamConnection connection)
    {
        if (address is not null && _byAddress.GetValueOrDefault(address) == connection)
        {
            _byAddress.Remove(address);
        }
    }

    private void Add(StreamConnection connection, Func<StreamConnection, Task> run)
    {
        _byId.Add(connection.Flow.ConnectionId, connection);
        _byRemote[connection.Remote] = connection;
        _byAddress[connection.Remote.Address] = connection;
        connection.Running = run(connection);
    }
}
