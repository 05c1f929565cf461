namespace DialIn.Operations.Traces;

/// <summary>A trace that is armed: until it ends, the calls that are meant are written.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Target">Which calls.</param>
/// <param name="Until">When it ends.</param>
internal sealed record Trace(string Id, TraceTarget Target, DateTimeOffset Until)
{
    // Some MB: enough to find out what is wrong with a number that everybody calls.
    private const int MostCalls = 500;

    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);

    /// <summary>How many calls it has had so far.</summary>
    public int Calls
    {
        get
        {
            lock (_calls)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>Takes a call; false if it has had its most.</summary>
    public bool Take(string callId)
    {
        lock (_calls)
        {
            return _calls.Contains(callId) || (_calls.Count < MostCalls && _calls.Add(callId));
        }
    }
}
