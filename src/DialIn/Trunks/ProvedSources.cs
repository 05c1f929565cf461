using DialIn.Sip.Transports;

namespace DialIn.Trunks;

/// <summary>
/// The addresses from which somebody has shown the right password of a trunk that has no networks. Such a carrier is no stranger any
/// more: its answers are counted by themselves. On the stack's loop.
/// </summary>
internal sealed class ProvedSources
{
    // A carrier that brings no call for so long can spare a second for its next one.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    // One challenge for each call: twice what MaxCallsPerSecond is by default, for a call and an OPTIONS of each.
    private static readonly TokenRate AnswersOfOne = new(PerSecond: 100, Burst: 200);

    // A carrier's pool of servers is some dozens.
    private const int MostSources = 256;

    private readonly Dictionary<SourceAddress, long> _provedAt = [];
    private readonly SourceBuckets _answers = new(AnswersOfOne);

    /// <summary>The right password came from there.</summary>
    /// <param name="source">Where.</param>
    /// <param name="now">The time, as in <see cref="SourceBuckets.TryTake"/>.</param>
    public void Add(SourceAddress source, long now)
    {
        if (!_provedAt.ContainsKey(source) && _provedAt.Count >= MostSources)
        {
            _provedAt.Remove(_provedAt.MinBy(static entry => entry.Value).Key);
        }

        _provedAt[source] = now;
    }

    /// <summary>Whether it did, and not so long ago.</summary>
    public bool Contains(SourceAddress source, long now) => _provedAt.TryGetValue(source, out var at) && now - at <= Lifetime.Ticks;

    /// <summary>Whether it may have one more answer now.</summary>
    public bool MayAnswer(SourceAddress source, long now) => _answers.TryTake(source, now);
}
