namespace DialIn.Sip.Locating;

/// <summary>
/// The answers known so far, and the questions that turned out to be missing. What is missing counts as empty until it is
/// asked, so that several questions are found, and asked, at once.
/// </summary>
internal sealed class DnsFacts(IReadOnlyDictionary<DnsQuestion, DnsAnswer> known)
{
    // More than any chain in earnest has; a loop of aliases ends here.
    private const int MaxAliases = 8;

    // A service with more hosts than this does not exist; an answer must not make us work without bound.
    private const int MaxRecords = 64;

    private readonly HashSet<DnsQuestion> _missing = [];

    /// <summary>What has to be asked before the result counts.</summary>
    public IReadOnlyCollection<DnsQuestion> Missing => _missing;

    /// <summary>The records of a name, or of the name that its aliases lead to; empty if there are none or they are not known yet.</summary>
    public IReadOnlyList<T> Find<T>(string name, DnsRecordType type)
        where T : DnsRecord
    {
        var aliases = 0;
        while (true)
        {
            var question = new DnsQuestion(name, type);
            if (!known.TryGetValue(question, out var answer))
            {
                _missing.Add(question);
                return [];
            }

            var end = Follow<T>(answer, question.Name, ref aliases, out var records);
            if (records.Count > 0 || end == question.Name || aliases > MaxAliases)
            {
                return records;
            }

            // A name server that does not follow aliases itself.
            name = end;
        }
    }

    private static string Follow<T>(DnsAnswer answer, string name, ref int aliases, out IReadOnlyList<T> records)
        where T : DnsRecord
    {
        while (true)
        {
            records = [.. answer.Records.OfType<T>().Where(record => IsSame(record.Name, name)).Take(MaxRecords)];
            if (records.Count > 0 || answer.Records.OfType<DnsRecord.Alias>().FirstOrDefault(alias => IsSame(alias.Name, name)) is not { } next || ++aliases > MaxAliases)
            {
                return name;
            }

            name = new DnsQuestion(next.Target, default).Name;
        }
    }

    private static bool IsSame(string one, string other) => one.AsSpan().TrimEnd('.').Equals(other.AsSpan().TrimEnd('.'), StringComparison.OrdinalIgnoreCase);
}
