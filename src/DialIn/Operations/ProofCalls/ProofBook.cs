namespace DialIn.Operations.ProofCalls;

/// <summary>The latest verdicts in memory, and how many failed in a row. Thread-safe.</summary>
internal sealed class ProofBook
{
    /// <summary>Most that are kept, but for the last ones of each trunk.</summary>
    public const int Most = 200;

    /// <summary>How many of each trunk and way stay all the same: where one is placed a week, they tell whether it fails.</summary>
    public const int KeptOfEach = 10;

    private readonly Lock _lock = new();
    private readonly LinkedList<ProofVerdict> _latest = [];

    /// <summary>The verdicts, the last one first.</summary>
    public IReadOnlyList<ProofVerdict> Latest
    {
        get
        {
            lock (_lock)
            {
                return [.. _latest];
            }
        }
    }

    /// <summary>Adds one.</summary>
    /// <returns>How many of its trunk and way have failed in a row now, and before.</returns>
    public (int Now, int Before) Add(ProofVerdict verdict)
    {
        lock (_lock)
        {
            var before = Failures(verdict.Trunk, verdict.IsLoop).Count();
            _latest.AddFirst(verdict);
            for (var old = _latest.Last; _latest.Count > Most && old is not null;)
            {
                var next = old.Previous;
                if (_latest.Count(other => other.Trunk == old.Value.Trunk && other.IsLoop == old.Value.IsLoop) > KeptOfEach)
                {
                    _latest.Remove(old);
                }

                old = next;
            }

            return (Failures(verdict.Trunk, verdict.IsLoop).Count(), before);
        }
    }

    /// <summary>How many of a trunk's have failed since the last good one that went the same way.</summary>
    public int FailuresInARow(string trunk) => FailedInARow(trunk).Count;

    /// <summary>They, the last one first; of the two ways, through the carrier and inside, that with more of them.</summary>
    public IReadOnlyList<ProofVerdict> FailedInARow(string trunk)
    {
        lock (_lock)
        {
            IReadOnlyList<ProofVerdict> outside = [.. Failures(trunk, isLoop: false)], inside = [.. Failures(trunk, isLoop: true)];
            return inside.Count > outside.Count ? inside : outside;
        }
    }

    // A call into a room that fails may be that room's fault, and a good one through the carrier does not mend what is wrong inside.
    private IEnumerable<ProofVerdict> Failures(string trunk, bool isLoop) => _latest
        .Where(verdict => verdict.Trunk == trunk && verdict.IsLoop == isLoop && !verdict.IsOfRoom && verdict.Fault != nameof(ProofFault.PinRefused))
        .TakeWhile(static verdict => !verdict.IsGood);
}
