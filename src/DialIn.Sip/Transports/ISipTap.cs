using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>
/// Hears of every message that comes from an admitted source and of every one that is sent, repetitions too. Called on the
/// transports' and the stack's loops: an implementation must be thread-safe, return soon, keep nothing secret and not throw.
/// </summary>
public interface ISipTap
{
    /// <summary>A valid message came; of several parts, its session description alone is left.</summary>
    void OnReceived(SipMessage message, Flow flow);

    /// <summary>Bytes are handed to a transport: a message, or the line ends of a keep-alive.</summary>
    /// <param name="message">What is sent.</param>
    /// <param name="local">The address that the transport is bound to, which may be the one that means all of them.</param>
    /// <param name="remote">Where to.</param>
    void OnSent(ReadOnlyMemory<byte> message, SipEndPoint local, SipEndPoint remote);
}
