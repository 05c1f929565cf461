using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Locating;

/// <summary>
/// Where a URI points, RFC 3263 §4: a pure function of the URI and of what name servers have said so far. It either names
/// the questions still to be asked or gives the targets in the order in which they are tried.
/// </summary>
/// <remarks>
/// <code>
/// numeric host, or port given ──────────────────────────────┐
/// transport given ──────────────────────┐                   │
/// else: NAPTR ─▶ one SRV per protocol ──┴─▶ SRV ─▶ hosts ───┴─▶ AAAA, A ─▶ targets
///       none: SRV of each protocol ─────┘   none: the host itself
/// </code>
/// </remarks>
internal sealed class ServerSelection
{
    // Each may cost a caller some seconds; nobody waits for a seventeenth.
    private const int MaxTargets = 16;

    private readonly SipUri _uri;
    private readonly string _host;
    private readonly SpokenProtocols _spoken;
    private readonly DnsFacts _facts;
    private readonly Func<int, int> _random;
    private readonly List<SipEndPoint> _targets = [];
    private bool _isService;

    private ServerSelection(SipUri uri, SpokenProtocols spoken, DnsFacts facts, Func<int, int> random)
    {
        _uri = uri;
        // RFC 3263 §4: maddr, where it is given, is the target instead of the host.
        _host = uri.Parameters["maddr"]?.Trim('[', ']') ?? uri.Host;
        _spoken = spoken;
        _facts = facts;
        _random = random;
    }

    /// <summary>The next step for a URI.</summary>
    /// <param name="uri">The next hop of a request.</param>
    /// <param name="spoken">What we can send by.</param>
    /// <param name="known">The answers so far.</param>
    /// <param name="random">The dice for the weights of RFC 2782.</param>
    public static Selection<IReadOnlyList<SipEndPoint>> Select(
        SipUri uri, SpokenProtocols spoken, IReadOnlyDictionary<DnsQuestion, DnsAnswer> known, Func<int, int> random)
    {
        var facts = new DnsFacts(known);
        var selection = new ServerSelection(uri, spoken, facts, random);
        if (uri.IsSip && uri.Port != 0 && uri.Host.Length > 0)
        {
            selection.Select();
        }

        return facts.Missing.Count > 0
            ? new Selection<IReadOnlyList<SipEndPoint>>.Ask(facts.Missing)
            : new Selection<IReadOnlyList<SipEndPoint>>.Found([.. selection._targets.Distinct().Take(MaxTargets)]);
    }

    private IEnumerable<SipProtocol> Allowed => _spoken.Protocols.Where(protocol => _uri.Scheme == "sip" || protocol == SipProtocol.Tls);

    private void Select()
    {
        // RFC 3263 §4.1: a transport parameter decides; sips means TLS, whatever carries it.
        SipProtocol? named = (_uri.Scheme, _uri.Transport) switch
        {
            ("sip", "udp") => SipProtocol.Udp,
            ("sip", "tcp") => SipProtocol.Tcp,
            ("sips", "tcp") or (_, "tls") => SipProtocol.Tls,
            _ => null,
        };
        if (_uri.Transport is not null && named is null)
        {
            return;
        }

        if ((named ?? Allowed.Cast<SipProtocol?>().FirstOrDefault()) is not { } protocol || !_spoken.Has(protocol))
        {
            return;
        }

        if (IPAddress.TryParse(_host, out var literal))
        {
            // RFC 3263 §4.1 and §4.2: a numeric host needs no name server.
            Add(protocol, literal, _uri.Port ?? protocol.DefaultPort());
        }
        else if (_uri.Port is { } port)
        {
            // RFC 3263 §4.2: a port leaves nothing but the addresses to look up.
            AddHost(protocol, _host, port);
        }
        else
        {
            AddServices(named, protocol);
        }
    }

    private void AddServices(SipProtocol? named, SipProtocol fallback)
    {
        if (named is { } only)
        {
            // RFC 3263 §4.2: the transport is known, so only its SRV records count.
            AddService(only, $"{Prefix(only)}.{_host}");
        }
        else if (!TryAddNaptr())
        {
            // RFC 3263 §4.1: without NAPTR records the SRV records show which protocols there are.
            foreach (var protocol in Allowed)
            {
                AddService(protocol, $"{Prefix(protocol)}.{_host}");
            }
        }

        if (!_isService && _facts.Missing.Count == 0)
        {
            // RFC 3263 §4.2: no SRV records, so the host itself at the default port.
            AddHost(fallback, _host, fallback.DefaultPort());
        }
    }

    private bool TryAddNaptr()
    {
        var usable = _facts.Find<DnsRecord.NamingAuthority>(_host, DnsRecordType.Naptr)
            .Select(record => (Record: record, Protocol: ProtocolOf(record)))
            .Where(rule => rule.Protocol is { } protocol && Allowed.Contains(protocol))
            .OrderBy(rule => rule.Record.Order)
            .ThenBy(rule => rule.Record.Preference)
            .ToList();
        foreach (var (record, protocol) in usable)
        {
            if (record.Flags.Equals("a", StringComparison.OrdinalIgnoreCase))
            {
                _isService = true;
                AddHost(protocol!.Value, record.Replacement, protocol.Value.DefaultPort());
            }
            else
            {
                AddService(protocol!.Value, record.Replacement);
            }
        }

        // Not known yet counts as there: nothing else is asked before the answer.
        return usable.Count > 0 || _facts.Missing.Count > 0;
    }

    private void AddService(SipProtocol protocol, string service)
    {
        var records = _facts.Find<DnsRecord.Service>(service, DnsRecordType.Srv);

        // RFC 2782: "." says that there is decidedly no such service; that as well keeps us from guessing.
        _isService |= records.Count > 0;
        foreach (var record in SrvOrder.Arrange(records.Where(record => record.Target is not ("." or "") && record.Port != 0), _random))
        {
            AddHost(protocol, record.Target, record.Port);
        }
    }

    // RFC 7984: the addresses of both families of a host, before the next host. IPv6 first, as RFC 6724 §2.1 orders by default.
    private void AddHost(SipProtocol protocol, string host, int port)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            Add(protocol, literal, port);
            return;
        }

        foreach (var (family, type) in ((AddressFamily, DnsRecordType)[])[(AddressFamily.InterNetworkV6, DnsRecordType.Aaaa), (AddressFamily.InterNetwork, DnsRecordType.A)])
        {
            if (_spoken.Has(protocol, family))
            {
                foreach (var record in _facts.Find<DnsRecord.Address>(host, type))
                {
                    Add(protocol, record.Value, port);
                }
            }
        }
    }

    // RFC 3263 §4.1, RFC 5922 §7.3: the certificate of a TLS server has to show the domain that was asked for, not the host found.
    private void Add(SipProtocol protocol, IPAddress address, int port)
    {
        if (_spoken.Has(protocol, address.AddressFamily))
        {
            _targets.Add(new SipEndPoint(protocol, new IPEndPoint(address, port), protocol == SipProtocol.Tls ? _uri.Host : null));
        }
    }

    // RFC 3263 §4.1: the services of SIP; other flags and services are not ours.
    private static SipProtocol? ProtocolOf(DnsRecord.NamingAuthority record) => (record.Flags.ToUpperInvariant(), record.Services.ToUpperInvariant()) switch
    {
        ("S" or "A", "SIP+D2U") => SipProtocol.Udp,
        ("S" or "A", "SIP+D2T") => SipProtocol.Tcp,
        ("S" or "A", "SIPS+D2T") => SipProtocol.Tls,
        _ => null,
    };

    private static string Prefix(SipProtocol protocol) => protocol switch
    {
        SipProtocol.Udp => "_sip._udp",
        SipProtocol.Tcp => "_sip._tcp",
        _ => "_sips._tcp",
    };
}
