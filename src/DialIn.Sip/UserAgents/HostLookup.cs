using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// Finds where a URI points, RFC 3263 §4 as far as address records go. Requests that wait for the same host go on in the
/// order in which they asked, so that a BYE never overtakes an ACK. Loop only.
/// </summary>
internal sealed class HostLookup(Mailbox mailbox, TransportLayer transports, IHostResolver resolver, ILogger logger)
{
    private readonly Dictionary<string, List<Action<IPAddress[]>>> _waiting = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The destinations, the preferred one first; empty if the URI leads nowhere.</summary>
    public void Resolve(SipUri uri, Action<IReadOnlyList<SipEndPoint>> found)
    {
        if (!uri.IsSip || uri.Port == 0 || ProtocolOf(uri) is not { } protocol)
        {
            found([]);
            return;
        }

        var port = uri.Port ?? protocol.DefaultPort();
        // RFC 5922 §7.1: the name to verify is the domain of the URI, whatever host it resolves to.
        var name = protocol == SipProtocol.Tls ? uri.Host : null;

        var host = uri.Parameters["maddr"]?.Trim('[', ']') ?? uri.Host;
        if (IPAddress.TryParse(host, out var literal))
        {
            found([new SipEndPoint(protocol, new IPEndPoint(literal, port), name)]);
            return;
        }

        LookUp(host, addresses => found([.. addresses
            .Select(address => new SipEndPoint(protocol, new IPEndPoint(address, port), name))
            .Where(remote => transports.Find(remote) is not null)]));
    }

    // RFC 3263 §4.1: the transport parameter decides, else UDP for sip and TLS for sips, which never travels in the clear.
    private SipProtocol? ProtocolOf(SipUri uri) => uri.Transport switch
    {
        null or "tcp" or "tls" when uri.Scheme == "sips" => SipProtocol.Tls,
        _ when uri.Scheme == "sips" => null,
        "tls" => SipProtocol.Tls,
        null when !transports.Has(SipProtocol.Udp) => SipProtocol.Tcp,
        null or "udp" => SipProtocol.Udp,
        "tcp" => SipProtocol.Tcp,
        _ => null,
    };

    private void LookUp(string host, Action<IPAddress[]> found)
    {
        if (_waiting.TryGetValue(host, out var others))
        {
            others.Add(found);
            return;
        }

        _waiting[host] = [found];
        IPAddress[] addresses = [];
        mailbox.Await(AskAsync(), exception =>
        {
            if (addresses.Length == 0)
            {
                SipLog.ResolveFailed(logger, host, exception);
            }

            if (_waiting.Remove(host, out var waiting))
            {
                waiting.ForEach(next => next(addresses));
            }
        });

        async ValueTask AskAsync() => addresses = await resolver.ResolveAsync(host, mailbox.Stopping).ConfigureAwait(false);
    }
}
