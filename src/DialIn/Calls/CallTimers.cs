namespace DialIn.Calls;

/// <summary>The running timers of one call. Used by the call's mailbox alone; they fire on any thread, into the mailbox.</summary>
internal sealed class CallTimers(TimeProvider time, Action<Func<CallEvent?>> post) : IDisposable
{
    private readonly Dictionary<CallTimer, ITimer> _running = [];

    /// <summary>Starts a timer, anew if it runs.</summary>
    public void Set(CallTimer timer, TimeSpan due, int generation)
    {
        Cancel(timer);
        _running[timer] = time.CreateTimer(_ => post(() => new TimerFired(timer, generation)), null, due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Stops a timer; one that is firing at this moment is known by its generation.</summary>
    public void Cancel(CallTimer timer)
    {
        if (_running.Remove(timer, out var running))
        {
            running.Dispose();
        }
    }

    /// <summary>Stops them all.</summary>
    public void Dispose()
    {
        foreach (var running in _running.Values)
        {
            running.Dispose();
        }

        _running.Clear();
    }
}
