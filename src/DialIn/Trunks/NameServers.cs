using System.Net;
using DialIn.Sip.Locating;
using DnsClient;
using DnsClient.Protocol;
using Question = DialIn.Sip.Locating.DnsQuestion;

namespace DialIn.Trunks;

/// <summary>
/// Asks the name servers of the configuration, or those of <c>resolv.conf</c>. By TCP where that works: a forged answer then
/// needs more than a guessed number, and none is too large. See decision 0007.
/// </summary>
internal sealed class NameServers : IDnsQueries
{
    // A name server that has not answered by then will not; a call may be waiting.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // All name servers and tries together; longer, and a caller has hung up.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    // A firewall that drops TCP must not use all of that.
    private static readonly TimeSpan TcpLimit = TimeSpan.FromSeconds(3);

    // The package keeps connections open and does not see that a name server has closed them meanwhile: each try takes
    // the next one and fails at once, until it opens a new one.
    private const int TcpRetries = 20;

    // A firewall that blocks TCP is not asked again for each name.
    private static readonly TimeSpan WithoutTcp = TimeSpan.FromMinutes(10);

    // An answer in earnest has a dozen records.
    private const int MaxRecords = 256;

    private readonly IReadOnlyList<IPEndPoint> _configured;
    private readonly TimeProvider _time;
    private readonly LookupClient _client;
    private long _tcpFromTicks;

    /// <summary>Asks these name servers.</summary>
    /// <param name="configured">The name servers; none for those of <c>resolv.conf</c>, which is read for each question, because it changes.</param>
    /// <param name="time">The clock.</param>
    public NameServers(IReadOnlyList<IPEndPoint> configured, TimeProvider time)
    {
        _configured = configured;
        _time = time;
        // Its own cache knows no virtual time and no bounds; and it must not go looking for name servers by itself.
        _client = new LookupClient(new LookupClientOptions { AutoResolveNameServers = false, UseCache = false });
    }

    /// <inheritdoc/>
    public async ValueTask<DnsAnswer> QueryAsync(Question question, CancellationToken cancellationToken)
    {
        IReadOnlyList<NameServer> servers = _configured.Count > 0 ? [.. _configured.Select(server => new NameServer(server))] : [.. NameServer.ResolveNameServersNative()];
        if (servers.Count == 0)
        {
            return DnsAnswer.Failed;
        }

        using var limit = new CancellationTokenSource(Limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var now = _time.GetUtcNow();
        if (now.UtcTicks >= Volatile.Read(ref _tcpFromTicks))
        {
            if (await TryByTcpAsync(question, servers, both.Token) is { } answer)
            {
                return answer;
            }

            cancellationToken.ThrowIfCancellationRequested();
            Volatile.Write(ref _tcpFromTicks, (now + WithoutTcp).UtcTicks);
        }

        var byUdp = await TryAsync(question, servers, useTcp: false, both.Token);
        cancellationToken.ThrowIfCancellationRequested();
        return byUdp ?? DnsAnswer.Failed;
    }

    private async Task<DnsAnswer?> TryByTcpAsync(Question question, IReadOnlyList<NameServer> servers, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TcpLimit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return await TryAsync(question, servers, useTcp: true, both.Token);
    }

    private async Task<DnsAnswer?> TryAsync(Question question, IReadOnlyList<NameServer> servers, bool useTcp, CancellationToken cancellationToken)
    {
        var asked = new global::DnsClient.DnsQuestion(question.Name, QueryTypeOf(question.Type));
        var options = new DnsQueryOptions
        {
            UseTcpOnly = useTcp,
            Timeout = Patience,
            Retries = useTcp ? TcpRetries : 1,
            UseCache = false,
            UseRandomNameServer = false,
            ContinueOnEmptyResponse = false,
        };
        try
        {
            var response = await _client.QueryServerAsync(servers, asked, options, cancellationToken);
            return IsAnswerTo(asked, response) ? Read(response) : null;
        }
        catch (Exception)
        {
            // Nobody answered in time, or bytes came that the package cannot read: for us it is one thing, whatever it throws.
            return null;
        }
    }

    // RFC 5452 §9.1: the package compares the number only.
    private static bool IsAnswerTo(global::DnsClient.DnsQuestion asked, IDnsQueryResponse response) =>
        response.Header.HasQuery
        && response.Questions is [var question]
        && question.QuestionType == asked.QuestionType
        && question.QuestionClass == asked.QuestionClass
        && question.QueryName.Value.Equals(asked.QueryName.Value, StringComparison.OrdinalIgnoreCase);

    private static DnsAnswer? Read(IDnsQueryResponse response)
    {
        if (response.Header.ResponseCode is not (DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain))
        {
            return DnsAnswer.Failed;
        }

        var records = response.Answers.Take(MaxRecords).Select(record => (Record: Read(record), record.InitialTimeToLive)).Where(entry => entry.Record is not null).ToList();
        return new DnsAnswer
        {
            Records = [.. records.Select(entry => entry.Record!)],
            TimeToLive = Seconds(records.Count > 0 ? records.Min(entry => entry.InitialTimeToLive) : NegativeLifetime(response)),
        };
    }

    private static DnsRecord? Read(DnsResourceRecord record) => record switch
    {
        AddressRecord address => new DnsRecord.Address(record.DomainName, address.Address),
        CNameRecord alias => new DnsRecord.Alias(record.DomainName, alias.CanonicalName),
        SrvRecord service => new DnsRecord.Service(record.DomainName, service.Priority, service.Weight, service.Port, service.Target),
        NAPtrRecord rule => new DnsRecord.NamingAuthority(record.DomainName, rule.Order, rule.Preference, rule.Flags, rule.Services, rule.Replacement),
        _ => null,
    };

    // RFC 2308 §5: the smaller of the SOA record's own lifetime and its minimum.
    private static long NegativeLifetime(IDnsQueryResponse response) =>
        response.Authorities.OfType<SoaRecord>().FirstOrDefault() is { } soa ? Math.Min(soa.InitialTimeToLive, soa.Minimum) : 0;

    // RFC 2181 §8: a lifetime with its highest bit set counts as 0; the package hands it on as it is.
    private static TimeSpan Seconds(long seconds) => seconds is < 0 or > int.MaxValue ? TimeSpan.Zero : TimeSpan.FromSeconds(seconds);

    private static QueryType QueryTypeOf(DnsRecordType type) => type switch
    {
        DnsRecordType.A => QueryType.A,
        DnsRecordType.Aaaa => QueryType.AAAA,
        DnsRecordType.Srv => QueryType.SRV,
        _ => QueryType.NAPTR,
    };
}
