using System.Runtime.InteropServices;

namespace DialIn.Pins;

/// <summary>
/// How often something went wrong in the last hour, for each of several subjects, in steps of five minutes. Of what other nodes and
/// earlier runs know it has the last word of the database; what happened here since then comes on top. Plain data, one owner.
/// </summary>
internal sealed class FailureWindow
{
    private const long StepSeconds = 300;
    private const long Steps = 12;

    private readonly Dictionary<FailureKey, int> _own = [];
    private Dictionary<FailureKey, int> _sent = [];
    private Dictionary<FailureKey, int> _shared = [];

    /// <summary>The first step that still counts: each step that has a moment of the last hour in it.</summary>
    public static long FirstStep(DateTimeOffset now) => StepOf(now) - Steps;

    /// <summary>Counts one.</summary>
    public void Add(string subject, DateTimeOffset now) => CollectionsMarshal.GetValueRefOrAddDefault(_own, new FailureKey(subject, StepOf(now)), out _)++;

    /// <summary>How many there were in the last hour; for up to five minutes longer, never for less.</summary>
    public int Count(string subject, DateTimeOffset now)
    {
        var sum = 0;
        // A clock that was put back has left steps that are still to come.
        for (var step = FirstStep(now); step <= StepOf(now) + Steps; step++)
        {
            var key = new FailureKey(subject, step);
            sum += _own.GetValueOrDefault(key) + _sent.GetValueOrDefault(key) + _shared.GetValueOrDefault(key);
        }

        return sum;
    }

    /// <summary>What the database does not know yet. Until <see cref="Sent"/> or <see cref="NotSent"/> nothing else is sent.</summary>
    public IReadOnlyDictionary<FailureKey, int> Send()
    {
        if (_sent.Count == 0)
        {
            _sent = new Dictionary<FailureKey, int>(_own);
            _own.Clear();
        }

        return _sent;
    }

    /// <summary>The database has taken it, and knows this.</summary>
    public void Sent(IReadOnlyDictionary<FailureKey, int> all) => (_sent, _shared) = ([], new Dictionary<FailureKey, int>(all));

    /// <summary>The database has not taken it: it is sent again with what comes, as long as it counts.</summary>
    public void NotSent(DateTimeOffset now)
    {
        foreach (var (key, count) in _sent)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_own, key, out _) += count;
        }

        _sent = [];
        foreach (var old in _own.Keys.Where(key => key.Step < FirstStep(now)).ToList())
        {
            _own.Remove(old);
        }
    }

    private static long StepOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StepSeconds;
}

/// <summary>What is counted: a subject in a step of time.</summary>
/// <param name="Subject">Everybody, a trunk, or a caller's pseudonym.</param>
/// <param name="Step">Number of the five minutes since 1970.</param>
internal readonly record struct FailureKey(string Subject, long Step);
