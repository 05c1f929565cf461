using System.Net;

namespace DialIn.Sip.Locating;

/// <summary>All addresses that the servers of a domain have, by whatever protocol: a pure function of what name servers have said so far.</summary>
internal static class AddressSelection
{
    private static readonly string[] Services = ["_sip._udp", "_sip._tcp", "_sips._tcp"];

    /// <summary>The next step for a host or domain.</summary>
    public static Selection<IReadOnlyList<IPAddress>> Select(string host, IReadOnlyDictionary<DnsQuestion, DnsAnswer> known)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return new Selection<IReadOnlyList<IPAddress>>.Found([literal]);
        }

        var facts = new DnsFacts(known);
        var rules = facts.Find<DnsRecord.NamingAuthority>(host, DnsRecordType.Naptr);
        var services = Services.Select(service => $"{service}.{host}").Concat(Replacements(rules, "S"));
        var hosts = services
            .SelectMany(service => facts.Find<DnsRecord.Service>(service, DnsRecordType.Srv))
            .Select(record => record.Target)
            .Where(target => target is not ("." or ""))
            .Concat(Replacements(rules, "A"))
            .Append(host)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        List<IPAddress> addresses = [.. hosts
            .SelectMany(name => facts.Find<DnsRecord.Address>(name, DnsRecordType.A).Concat(facts.Find<DnsRecord.Address>(name, DnsRecordType.Aaaa)))
            .Select(record => record.Value)
            .Distinct()];
        return facts.Missing.Count > 0
            ? new Selection<IReadOnlyList<IPAddress>>.Ask(facts.Missing)
            : new Selection<IReadOnlyList<IPAddress>>.Found(addresses);
    }

    private static IEnumerable<string> Replacements(IEnumerable<DnsRecord.NamingAuthority> rules, string flag) => rules
        .Where(rule => rule.Flags.Equals(flag, StringComparison.OrdinalIgnoreCase) && rule.Services.StartsWith("SIP", StringComparison.OrdinalIgnoreCase))
        .Select(rule => rule.Replacement);
}
