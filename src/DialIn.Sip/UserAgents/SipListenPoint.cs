using System.Net;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>One local address to listen on.</summary>
/// <param name="Protocol">UDP, TCP or TLS.</param>
/// <param name="Address">Address and port; port 0 takes any free one.</param>
public sealed record SipListenPoint(SipProtocol Protocol, IPEndPoint Address);
