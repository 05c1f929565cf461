using System.Net;
using DialIn.Sip.Messages;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip.Transports;

/// <summary>
/// SIP over TLS 1.2 and 1.3, RFC 3261 §26.2.1. Without a certificate of our own it takes no connections and still opens
/// them: a registered trunk needs no more.
/// </summary>
/// <param name="listen">The local address; port 0 for any free one.</param>
/// <param name="tls">Who we are and whom we believe.</param>
/// <param name="limits">What is too large.</param>
/// <param name="options">Deadlines and numbers of connections.</param>
/// <param name="time">The clock of all deadlines.</param>
/// <param name="logger">Hears of peers that are not who they should be.</param>
public sealed class TlsTransport(IPEndPoint listen, TlsOptions tls, SipLimits limits, TcpTransportOptions options, TimeProvider time, ILogger logger)
    : StreamTransport(SipProtocol.Tls, listen, limits, options, new TlsSecurity(tls, time, logger), time)
{
    private protected override bool Listens { get; } = tls.Certificate is not null;
}
