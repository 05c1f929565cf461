using System.Net;

namespace DialIn.Sip.Transports;

/// <summary>Sends and receives messages over one protocol at one local address. Thread-safe.</summary>
public interface ISipTransport : IAsyncDisposable
{
    /// <summary>The protocol.</summary>
    SipProtocol Protocol { get; }

    /// <summary>The local address; the real port after <see cref="StartAsync"/>.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Binds and begins to receive.</summary>
    /// <param name="events">Who hears of what comes; called until disposal is complete.</param>
    /// <param name="cancellationToken">Gives up starting; has no effect once started.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The address is taken or not ours.</exception>
    Task StartAsync(ISipTransportEvents events, CancellationToken cancellationToken);

    /// <summary>Hands a message to the network. For a stream it returns once the message is queued.</summary>
    /// <param name="message">The bytes; must not change until they are sent.</param>
    /// <param name="remote">Where to, by the protocol of this transport.</param>
    /// <param name="connectionId">The connection to use, as <see cref="Flow.ConnectionId"/> named it; 0 for any connection to the remote, opened if needed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The connection that took it, as <see cref="Flow.ConnectionId"/> names it; 0 for datagrams.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">The network refused.</exception>
    /// <exception cref="IOException">The connection is gone, its peer is stuck, or the transport is disposed.</exception>
    ValueTask<long> SendAsync(ReadOnlyMemory<byte> message, SipEndPoint remote, long connectionId, CancellationToken cancellationToken);
}
