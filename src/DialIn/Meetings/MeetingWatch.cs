namespace DialIn.Meetings;

/// <summary>One watcher of one meeting and what it was told last. Guarded by the directory's lock.</summary>
internal sealed class MeetingWatch(Action<MeetingChange> changed)
{
    /// <summary>Whether the watcher has left and must not be told anything more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The meeting it was told of last; <see langword="null"/> while it waits for one.</summary>
    public RunningMeeting? Announced { get; private set; }

    /// <summary>The breakout rooms it was told of last.</summary>
    public IReadOnlyList<RunningMeeting> Breakouts { get; private set; } = [];

    /// <summary>Whether it waits for a meeting to start.</summary>
    public bool IsWaiting => Announced is null;

    /// <summary>What the watcher has to be told, in order, given what is true now.</summary>
    /// <param name="announcedGone">Why <see cref="Announced"/> cannot be called any more; <see langword="null"/> if it can.</param>
    /// <param name="now">The meeting to offer now, if any.</param>
    /// <param name="breakouts">The breakout rooms of that meeting.</param>
    public IReadOnlyList<MeetingChange> Update(MeetingGoneReason? announcedGone, RunningMeeting? now, IReadOnlyList<RunningMeeting> breakouts)
    {
        var changes = new List<MeetingChange>(3);
        if (Announced is not null && announcedGone is { } reason)
        {
            changes.Add(new MeetingGone(reason));
            Announced = null;
        }

        if (now is not null && (Announced is null || !now.IsSameConferenceAs(Announced)))
        {
            changes.Add(new MeetingStarted(now));
            Announced = now;
        }

        // Rooms of a meeting that cannot be called now are as they were, until it can be called again.
        if (Announced is not null && !breakouts.SequenceEqual(Breakouts))
        {
            changes.Add(new BreakoutsChanged(breakouts));
            Breakouts = breakouts;
        }

        return changes;
    }

    /// <summary>Tells the watcher, unless it leaves meanwhile.</summary>
    public void Tell(IReadOnlyList<MeetingChange> changes)
    {
        foreach (var change in changes)
        {
            if (!IsClosed)
            {
                changed(change);
            }
        }
    }

    /// <summary>The watcher leaves.</summary>
    public void Close() => IsClosed = true;
}
