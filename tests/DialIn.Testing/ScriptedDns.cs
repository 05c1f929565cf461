using System.Globalization;
using System.Net;
using DialIn.Sip.Locating;

namespace DialIn.Testing;

/// <summary>
/// A name server that knows the records a test gives it, one a line, as in a zone file: <c>example.com 300 NAPTR 10 50 s
/// SIP+D2U _sip._udp.example.com</c>. The lifetime may be left out and is then an hour.
/// </summary>
public sealed class ScriptedDns : IDnsQueries
{
    private readonly Lock _lock = new();
    private readonly List<DnsQuestion> _asked = [];
    private IReadOnlyList<(DnsRecord Record, DnsRecordType? Type, TimeSpan Lifetime)> _records = [];

    public ScriptedDns(params string[] records) => Set(records);

    /// <summary>Whether it answers nothing at all.</summary>
    public bool IsDown { get; set; }

    /// <summary>The lifetime of there being no such record.</summary>
    public TimeSpan NegativeLifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<DnsQuestion> Asked
    {
        get
        {
            lock (_lock)
            {
                return [.. _asked];
            }
        }
    }

    /// <summary>Knows these records and no others from now on.</summary>
    public void Set(params string[] records) => _records = [.. records.Select(Parse)];

    public async ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _asked.Add(question);
        }

        // Not at once, as in life.
        await Task.Yield();
        if (IsDown)
        {
            return DnsAnswer.Failed;
        }

        var found = Chain(question).ToList();
        return new DnsAnswer
        {
            Records = [.. found.Select(record => record.Record)],
            TimeToLive = found.Count == 0 ? NegativeLifetime : found.Min(record => record.Lifetime),
        };
    }

    /// <summary>One record and what it answers; an alias answers all.</summary>
    public static (DnsRecord Record, DnsRecordType? Type, TimeSpan Lifetime) Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var hasLifetime = char.IsAsciiDigit(parts[1][0]);
        var lifetime = hasLifetime ? TimeSpan.FromSeconds(Number(parts[1])) : TimeSpan.FromHours(1);
        var (name, data) = (parts[0], parts[(hasLifetime ? 3 : 2)..]);
        return parts[hasLifetime ? 2 : 1] switch
        {
            "A" => (new DnsRecord.Address(name, IPAddress.Parse(data[0])), DnsRecordType.A, lifetime),
            "AAAA" => (new DnsRecord.Address(name, IPAddress.Parse(data[0])), DnsRecordType.Aaaa, lifetime),
            "CNAME" => (new DnsRecord.Alias(name, data[0]), null, lifetime),
            "SRV" => (new DnsRecord.Service(name, Number(data[0]), Number(data[1]), Number(data[2]), data[3]), DnsRecordType.Srv, lifetime),
            "NAPTR" => (new DnsRecord.NamingAuthority(name, Number(data[0]), Number(data[1]), data[2], data[3], data[4]), DnsRecordType.Naptr, lifetime),
            var type => throw new FormatException($"Unknown record type {type}."),
        };
    }

    // A name server answers with the whole chain of aliases; one that loops stops somewhere.
    private IEnumerable<(DnsRecord Record, DnsRecordType? Type, TimeSpan Lifetime)> Chain(DnsQuestion question)
    {
        var name = question.Name;
        for (var i = 0; i < 20; i++)
        {
            var own = _records.Where(record => new DnsQuestion(record.Record.Name, default).Name == name).ToList();
            foreach (var record in own.Where(record => record.Type is null || record.Type == question.Type))
            {
                yield return record;
            }

            if (own.Select(record => record.Record).OfType<DnsRecord.Alias>().FirstOrDefault() is not { } alias)
            {
                yield break;
            }

            name = new DnsQuestion(alias.Target, default).Name;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
