using Microsoft.Extensions.Logging;

namespace DialIn.Pins;

/// <summary>
/// Judges each try by the wrong PINs of the last hour and counts it, in one step: however many callers guess at the same moment, none of
/// them slips through a limit. It asks no database; <see cref="FailureSync"/> brings the nodes together. Thread-safe.
/// </summary>
internal sealed class FailureLedger(GuessingLimits limits, TimeProvider time, PinMeters meters, ILogger<FailureLedger> logger)
{
    private const string Everybody = "all";

    private readonly Lock _lock = new();
    private readonly FailureWindow _window = new();

    // Who is beyond the limit, everybody or a trunk: each change is told once.
    private readonly HashSet<string> _beyond = new(StringComparer.Ordinal);

    /// <summary>Judges a try.</summary>
    /// <param name="guesser">Who tries.</param>
    /// <param name="leadsToRoom">Whether the PIN leads to a room.</param>
    /// <param name="isRunning">Whether that room's meeting runs, or has been lost while it ran.</param>
    public PinVerdict Judge(Guesser guesser, bool leadsToRoom, bool isRunning)
    {
        PinVerdict verdict;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            verdict = GuessingGuard.Judge(GuessingGuard.Reached(TallyOf(guesser, now), limits), leadsToRoom, isRunning);
            if (!leadsToRoom)
            {
                Count(guesser, GuessingGuard.CountsAgainst(verdict.Reached), now);
            }

            Tell(guesser.TrunkSubject, limits.OfTrunk, now);
            Tell(Everybody, limits.Budget, now);
        }

        if (!verdict.IsAccepted)
        {
            meters.CountWrong(verdict.Reached, leadsToRoom);
        }

        return verdict;
    }

    /// <summary>What the database does not know yet.</summary>
    public IReadOnlyDictionary<FailureKey, int> Send()
    {
        lock (_lock)
        {
            return _window.Send();
        }
    }

    /// <summary>The database has taken it, and knows this.</summary>
    public void Sent(IReadOnlyDictionary<FailureKey, int> all)
    {
        lock (_lock)
        {
            _window.Sent(all);
            Look();
        }
    }

    /// <summary>The database has not taken it. The limits go on with what is known here.</summary>
    public void NotSent()
    {
        lock (_lock)
        {
            _window.NotSent(time.GetUtcNow());
            Look();
        }
    }

    // Limits are left by the passing of time, or reached on another node.
    private void Look()
    {
        var now = time.GetUtcNow();
        foreach (var subject in _beyond.Append(Everybody).ToList())
        {
            Tell(subject, subject == Everybody ? limits.Budget : limits.OfTrunk, now);
        }
    }

    private FailureTally TallyOf(Guesser guesser, DateTimeOffset now) => new(
        _window.Count(Everybody, now),
        guesser.CallerSubject is { } caller ? _window.Count(caller, now) : 0,
        _window.Count(guesser.TrunkSubject, now));

    private void Count(Guesser guesser, (bool All, bool Caller, bool Trunk) against, DateTimeOffset now)
    {
        if (against.All)
        {
            _window.Add(Everybody, now);
        }

        if (against.Trunk)
        {
            _window.Add(guesser.TrunkSubject, now);
        }

        if (against.Caller && guesser.CallerSubject is { } caller)
        {
            _window.Add(caller, now);
        }
    }

    private void Tell(string subject, int limit, DateTimeOffset now)
    {
        var isBeyond = _window.Count(subject, now) >= limit;
        if (!(isBeyond ? _beyond.Add(subject) : _beyond.Remove(subject)))
        {
            return;
        }

        if (subject == Everybody)
        {
            meters.NoteBudget(isBeyond);
            DialInLog.BudgetChanged(logger, isBeyond, limit);
        }
        else
        {
            DialInLog.TrunkLimitChanged(logger, Guesser.TrunkOf(subject), isBeyond, limit);
        }
    }
}
