using System.Net;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>
/// Learns under which address the peers that connected to us can be reached, RFC 5923 §5: the sent-by of their requests. Who
/// is called over a connection of its own making need not be connected to, and over TLS often could not be verified by an address.
/// </summary>
/// <param name="inner">Who hears of everything.</param>
/// <param name="connections">What is learnt goes there.</param>
internal sealed class ConnectionAliases(ISipTransportEvents inner, ConnectionTable connections) : ISipTransportEvents
{
    public bool Admit(SipProtocol protocol, IPEndPoint source) => inner.Admit(protocol, source);

    public bool Admit(Flow flow) => inner.Admit(flow);

    public bool IsExpected(Flow flow) => inner.IsExpected(flow);

    public void OnMessage(SipMessage message, Flow flow)
    {
        // RFC 5923 §9.2: nobody may draw another's requests to itself, so a sent-by counts only if it is the address that the connection comes from.
        if (message is SipRequest && message.Headers.GetAll(HeaderNames.Via) is [var top, ..] && Via.TryParse(top, out var via)
            && IPAddress.TryParse(via.SentByHost, out var claimed) && claimed.Equals(flow.Remote.Address.Address))
        {
            connections.AddAlias(flow.ConnectionId, new IPEndPoint(claimed, via.SentByPort ?? flow.Remote.Protocol.DefaultPort()));
        }

        inner.OnMessage(message, flow);
    }

    public void OnMalformed(SipParseError error, SipMessage? framed, Flow flow) => inner.OnMalformed(error, framed, flow);

    public void OnDropped(DropReason reason) => inner.OnDropped(reason);

    public void OnFlowClosed(Flow flow) => inner.OnFlowClosed(flow);
}
