namespace DialIn.Media.Relay;

/// <summary>
/// The frames of all legs of a thread. The legs are spread over four groups, 5 ms apart, so that not all of them send in the
/// same instant.
/// </summary>
internal sealed class Pacing
{
    private const int GroupCount = 4;

    private readonly Group[] _groups = [.. Enumerable.Range(0, GroupCount).Select(_ => new Group())];

    /// <summary>Adds a leg to the smallest group.</summary>
    public void Add(LegPath leg, TimeSpan now)
    {
        var index = 0;
        for (var i = 1; i < GroupCount; i++)
        {
            index = _groups[i].Legs.Count < _groups[index].Legs.Count ? i : index;
        }

        var group = _groups[index];
        if (group.Legs.Count == 0)
        {
            var period = PlayoutSchedule.Period;
            group.Schedule = new PlayoutSchedule((Math.Floor(now / period) * period) + period + (period * ((double)index / GroupCount)));
        }

        group.Legs.Add(leg);
    }

    /// <summary>Removes a leg.</summary>
    public void Remove(LegPath leg)
    {
        foreach (var group in _groups)
        {
            if (group.Legs.Remove(leg))
            {
                return;
            }
        }
    }

    /// <summary>How long until the next frame is due, zero if one is overdue; infinite without legs.</summary>
    public TimeSpan UntilNext(TimeSpan now)
    {
        var next = TimeSpan.MaxValue;
        foreach (var group in _groups)
        {
            if (group.Legs.Count > 0 && group.Schedule.Next < next)
            {
                next = group.Schedule.Next;
            }
        }

        return next == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : next <= now ? TimeSpan.Zero : next - now;
    }

    /// <summary>Does all frames that are due.</summary>
    /// <param name="now">The loop's clock.</param>
    /// <param name="step">Does one leg's frame.</param>
    /// <param name="stalled">Told when a group skips: the time skipped and the number of legs.</param>
    public void Run(TimeSpan now, Action<LegPath, TimeSpan> step, Action<TimeSpan, int> stalled)
    {
        foreach (var group in _groups)
        {
            if (group.Legs.Count > 0)
            {
                Run(group, now, step, stalled);
            }
        }
    }

    private static void Run(Group group, TimeSpan now, Action<LegPath, TimeSpan> step, Action<TimeSpan, int> stalled)
    {
        var expected = group.Schedule.Next;
        while (group.Schedule.TryTake(now, out var due))
        {
            if (due > expected)
            {
                stalled(due - expected, group.Legs.Count);
            }

            foreach (var leg in group.Legs)
            {
                step(leg, due);
            }

            expected = group.Schedule.Next;
        }
    }

    private sealed class Group
    {
        public PlayoutSchedule Schedule;

        public List<LegPath> Legs { get; } = [];
    }
}
