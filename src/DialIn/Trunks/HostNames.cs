using System.Net.Sockets;
using DialIn.Sip.Locating;

namespace DialIn.Trunks;

/// <summary>
/// Who knows a name: the hosts file, then the name servers. The operating system's own resolver is asked for names that no
/// name server knows: <c>localhost</c>, names without a dot, and whatever else it has been taught.
/// </summary>
/// <param name="hosts">The hosts file.</param>
/// <param name="nameServers">The name servers.</param>
/// <param name="system">The operating system; null where the name servers are named in the configuration and are to be the only ones.</param>
internal sealed class HostNames(HostsFile hosts, IDnsQueries nameServers, IDnsQueries? system) : IDnsQueries
{
    // A change of the hosts file is seen this soon; CachedDns remembers no shorter.
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private static readonly string[] Services = ["_sip._udp.", "_sip._tcp.", "_sips._tcp."];

    /// <inheritdoc/>
    public async ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        var host = HostOf(question.Name);
        if (hosts.Find(host) is { } listed)
        {
            var family = FamilyOf(question.Type);
            return new DnsAnswer
            {
                Records = [.. listed.Where(address => address.AddressFamily == family).Select(address => new DnsRecord.Address(question.Name, address))],
                TimeToLive = Lifetime,
            };
        }

        var isAddress = FamilyOf(question.Type) is not null;
        if (!host.Contains('.', StringComparison.Ordinal))
        {
            return isAddress ? await (system ?? nameServers).QueryAsync(question, cancellationToken) : new DnsAnswer { TimeToLive = Lifetime };
        }

        var answer = await nameServers.QueryAsync(question, cancellationToken);
        if (answer.Records.Count > 0 || !isAddress || system is null)
        {
            return answer;
        }

        var other = await system.QueryAsync(question, cancellationToken);
        return other.Records.Count > 0 ? other : answer;
    }

    private static string HostOf(string name) =>
        Array.Find(Services, service => name.StartsWith(service, StringComparison.Ordinal)) is { } prefix ? name[prefix.Length..] : name;

    private static AddressFamily? FamilyOf(DnsRecordType type) => type switch
    {
        DnsRecordType.A => AddressFamily.InterNetwork,
        DnsRecordType.Aaaa => AddressFamily.InterNetworkV6,
        _ => null,
    };
}
