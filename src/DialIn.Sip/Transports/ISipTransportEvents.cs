using System.Net;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>
/// What a transport reports. Called on the transport's own loops, for several connections at once: an implementation must
/// be thread-safe, return at once and not throw.
/// </summary>
public interface ISipTransportEvents
{
    /// <summary>
    /// Whether the source may speak to us at all. Asked before a request is parsed and before a new connection is read;
    /// a source that is refused gets no answer of any kind.
    /// </summary>
    /// <param name="protocol">The transport.</param>
    /// <param name="source">Where it came from.</param>
    bool Admit(SipProtocol protocol, IPEndPoint source);

    /// <summary>Whether the other end of a connection may speak to us. Asked for each request over it, and after a TLS handshake.</summary>
    /// <param name="flow">The connection, with what its peer has proved.</param>
    bool Admit(Flow flow) => Admit(flow.Remote.Protocol, flow.Remote.Address);

    /// <summary>Whether a connection comes from a network that we know, before its peer has proved anything: a place is kept for it.</summary>
    bool IsExpected(Flow flow) => false;

    /// <summary>
    /// Whether a datagram of this source is dropped unread, and why; null to go on. Asked for every datagram before all else,
    /// so it must allocate nothing.
    /// </summary>
    DropReason? Refuse(SourceAddress source) =>
        Admit(SipProtocol.Udp, new IPEndPoint(source.ToIPAddress(), 0)) ? null : DropReason.NotAdmitted;

    /// <summary>A message came. It is framed and parsed, and not yet validated.</summary>
    void OnMessage(SipMessage message, Flow flow);

    /// <summary>Bytes of an admitted source, or an alleged response, are no message.</summary>
    /// <param name="error">What is wrong and whether an answer is owed.</param>
    /// <param name="framed">What could be read of it; null if the headers could not be read.</param>
    /// <param name="flow">The way that it came.</param>
    void OnMalformed(SipParseError error, SipMessage? framed, Flow flow);

    /// <summary>Something was dropped, or a connection was cut, for this reason.</summary>
    void OnDropped(DropReason reason);

    /// <summary>A connection ended. Whatever waits for it waits in vain.</summary>
    void OnFlowClosed(Flow flow);
}
