namespace DialIn.Operations.ProofCalls;

/// <summary>The latest verdicts in memory, and how many failed in a row. Thread-safe.</summary>
internal sealed class ProofBook
{
    /// <summary>Most that are kept.</summary>
    public const int Most = 200;

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
    /// <returns>How many of its trunk have failed in a row now, and before.</returns>
    public (int Now, int Before) Add(ProofVerdict verdict)
    {
        lock (_lock)
        {
            var before = Failures(verdict.Trunk);
            _latest.AddFirst(verdict);
            while (_latest.Count > Most)
            {
                _latest.RemoveLast();
            }

            return (Failures(verdict.Trunk), before);
        }
    }

    /// <summary>How many of a trunk's have failed since the last good one.</summary>
    public int FailuresInARow(string trunk)
    {
        lock (_lock)
        {
            return Failures(trunk);
        }
    }

    private int Failures(string trunk) => _latest.Where(verdict => verdict.Trunk == trunk).TakeWhile(static verdict => !verdict.IsGood).Count();
}
