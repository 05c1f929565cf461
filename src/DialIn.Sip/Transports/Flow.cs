namespace DialIn.Sip.Transports;

/// <summary>The way that a message came, and that its response goes back.</summary>
/// <param name="Local">Our end.</param>
/// <param name="Remote">The other end, as seen from here.</param>
/// <param name="ConnectionId">The connection within its transport; 0 for datagrams.</param>
/// <param name="Peer">Who the other end has proved to be; null without a certificate.</param>
public readonly record struct Flow(SipEndPoint Local, SipEndPoint Remote, long ConnectionId, PeerIdentity? Peer = null);
