namespace DialIn.Sip.Locating;

/// <summary>
/// Remembers answers for as long as they hold. While the name servers are down the last good answer goes on holding: a
/// trunk must not be lost because a name server restarts. Safe for several threads.
/// </summary>
/// <param name="inner">Who is asked for what is not known.</param>
/// <param name="time">The clock.</param>
public sealed class CachedDns(IDnsQueries inner, TimeProvider time) : IDnsQueries
{
    // A lifetime of 0 must not mean a query for each call; one of a week must not hide a carrier's move.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // RFC 2308 §5 wants there-is-none remembered, but a record that an operator just added should be found soon.
    private static readonly TimeSpan LongestNegative = TimeSpan.FromMinutes(1);

    // RFC 2308 §7.1: a name server that failed is left alone for a while; this is short, because calls wait for it.
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(15);

    // RFC 8767 §5: a day at least is the usual limit for answers that outlive their time while no name server answers.
    private static readonly TimeSpan StaleFor = TimeSpan.FromDays(1);

    // Far more than the names of a configuration; only a hostile peer's Contact could bring more.
    private const int MaxAnswers = 2_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<DnsQuestion, Entry> _entries = [];

    /// <inheritdoc/>
    public async ValueTask<DnsAnswer> QueryAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        var before = Find(question);
        var now = time.GetUtcNow();
        if (before is not null && now < before.AskAgainAt)
        {
            return before.Answer with { TimeToLive = before.AskAgainAt - now };
        }

        var answer = await inner.QueryAsync(question, cancellationToken).ConfigureAwait(false);
        now = time.GetUtcNow();
        if (answer.IsFailure && before is { Answer.IsFailure: false } && now < before.UsableUntil)
        {
            answer = before.Answer;
            Keep(question, before with { AskAgainAt = now + AfterFailure }, now);
            return answer with { TimeToLive = AfterFailure };
        }

        var holds = answer.IsFailure ? AfterFailure : Bounded(answer);
        Keep(question, new Entry(answer, now + holds, now + holds + StaleFor), now);
        return answer with { TimeToLive = holds };
    }

    /// <summary>How many answers are remembered. For tests.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    private static TimeSpan Bounded(DnsAnswer answer)
    {
        var longest = answer.Records.Count == 0 ? LongestNegative : Longest;
        return TimeSpan.FromTicks(Math.Clamp(answer.TimeToLive.Ticks, Shortest.Ticks, longest.Ticks));
    }

    private Entry? Find(DnsQuestion question)
    {
        lock (_lock)
        {
            return _entries.GetValueOrDefault(question);
        }
    }

    private void Keep(DnsQuestion question, Entry entry, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_entries.Count >= MaxAnswers && !_entries.ContainsKey(question))
            {
                MakeRoom(now);
            }

            _entries[question] = entry;
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (old, _) in _entries.Where(entry => now >= entry.Value.AskAgainAt).ToList())
        {
            _entries.Remove(old);
        }

        if (_entries.Count >= MaxAnswers)
        {
            _entries.Clear();
        }
    }

    private sealed record Entry(DnsAnswer Answer, DateTimeOffset AskAgainAt, DateTimeOffset UsableUntil);
}
