using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>The events of one session, in order.</summary>
internal sealed class EventLog
{
    private readonly Lock _lock = new();
    private readonly List<SessionEvent> _events = [];
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What a test does about an event, on the stack's loop.</summary>
    public Action<SessionEvent> Then { get; set; } = _ => { };

    public Task<SessionEnd> Ended => _ended.Task;

    public IReadOnlyList<SessionEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>The names of the events, as "Progress Answered Ended".</summary>
    public string Names => string.Join(' ', Events.Select(happened => happened.GetType().Name.Replace("Session", "", StringComparison.Ordinal)));

    public SessionEnd? End => Events.OfType<SessionEnded>().SingleOrDefault()?.End;

    public void Add(SessionEvent happened)
    {
        lock (_lock)
        {
            _events.Add(happened);
        }

        if (happened is SessionEnded ended)
        {
            _ended.TrySetResult(ended.End);
        }

        Then(happened);
    }

    public T Single<T>()
        where T : SessionEvent => Assert.Single(Events.OfType<T>());
}
