using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>
/// Time that goes from one timer to the next and stands still at each, so that what is caused at a moment is done at that moment and never
/// at a later one: a run is the same on every machine.
/// </summary>
internal sealed class VirtualTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Alarm, DateTimeOffset> _due = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Inner = base.CreateTimer(alarm.Ring, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="time">How much.</param>
    /// <param name="settle">Completes once nothing is left to do at this moment.</param>
    public async Task PassAsync(TimeSpan time, Func<Task> settle)
    {
        await settle();
        var end = GetUtcNow() + time;
        while (Next(end) is { } due)
        {
            SetUtcNow(due);
            await settle();
        }

        SetUtcNow(end);
        await settle();
    }

    // The first timer before the end.
    private DateTimeOffset? Next(DateTimeOffset end)
    {
        lock (_lock)
        {
            return _due.Values.Where(due => due < end).Order().Cast<DateTimeOffset?>().FirstOrDefault();
        }
    }

    private sealed class Alarm(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private bool _isDisposed;

        public ITimer Inner { private get; set; } = null!;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // As the system's: a period of zero is none.
            _period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
            Note(dueTime);
            return Inner.Change(dueTime, _period);
        }

        public void Ring(object? unused)
        {
            Note(_period);
            callback(state);
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                _isDisposed = true;
                time._due.Remove(this);
            }

            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Note(TimeSpan after)
        {
            lock (time._lock)
            {
                if (after == Timeout.InfiniteTimeSpan || _isDisposed)
                {
                    time._due.Remove(this);
                }
                else
                {
                    time._due[this] = time.GetUtcNow() + after;
                }
            }
        }
    }
}
