using System.Net;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>SIP over TCP, RFC 3261 §18.</summary>
/// <param name="listen">The local address; port 0 for any free one.</param>
/// <param name="limits">What is too large.</param>
/// <param name="options">Deadlines and numbers of connections.</param>
/// <param name="time">The clock of all deadlines.</param>
public sealed class TcpTransport(IPEndPoint listen, SipLimits limits, TcpTransportOptions options, TimeProvider time)
    : StreamTransport(SipProtocol.Tcp, listen, limits, options, security: null, time);
