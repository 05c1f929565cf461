namespace DialIn.Meetings;

/// <summary>One refresh at a time, shared by all who ask for it, bounded in time. Thread-safe.</summary>
internal sealed class MeetingRefresh(TimeProvider timeProvider)
{
    /// <summary>How old an answer may be to count as one to a question asked now.</summary>
    // As often as the servers are asked while somebody waits: more would not tell more.
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>How long one takes at most.</summary>
    // A caller listens to silence meanwhile; a server that needs longer is asked again by its own loop anyway.
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private long _startedAt;
    private bool _ever;

    /// <summary>Asks the sources, or joins those who have just done so.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; the others' refresh goes on.</exception>
    public Task RunAsync(IReadOnlyList<IMeetingSource> sources, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var isFresh = _ever && timeProvider.GetElapsedTime(_startedAt) < Fresh;
            if (_running.IsCompleted && !isFresh)
            {
                _ever = true;
                _startedAt = timeProvider.GetTimestamp();
                _running = AskAsync(sources);
            }

            return _running.WaitAsync(cancellationToken);
        }
    }

    private async Task AskAsync(IReadOnlyList<IMeetingSource> sources)
    {
        using var limit = new CancellationTokenSource(Limit, timeProvider);
        try
        {
            await Task.WhenAll(sources.Select(s => s.RefreshAsync(limit.Token))).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Whoever has answered by now is in the directory. That is all a refresh promises.
        }
    }
}
