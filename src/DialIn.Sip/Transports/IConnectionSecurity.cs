namespace DialIn.Sip.Transports;

/// <summary>What protects the connections of a transport.</summary>
internal interface IConnectionSecurity
{
    /// <summary>Shakes hands over a connection that is up, and finds out who the peer is.</summary>
    /// <param name="plain">The connection.</param>
    /// <param name="remote">The peer's address, and whom we mean to reach there.</param>
    /// <param name="weOpened">Whether we are the client.</param>
    /// <param name="cancellationToken">The handshake's deadline.</param>
    /// <returns>The protected stream, which owns the plain one, and who the peer has proved to be.</returns>
    /// <exception cref="IOException">The handshake failed, or the peer is not who it should be; the message says why.</exception>
    ValueTask<(Stream Stream, PeerIdentity? Peer)> SecureAsync(Stream plain, SipEndPoint remote, bool weOpened, CancellationToken cancellationToken);

    /// <summary>Whether messages to this peer go only over a connection whose other end was verified to be this one.</summary>
    bool InsistsOn(SipEndPoint remote);

    /// <summary>Tells the peer that nothing more will be sent, so that it does not take the end for an attack; left out where the connection is in no state for it.</summary>
    /// <exception cref="IOException">The peer is gone.</exception>
    Task EndAsync(Stream secured);
}
