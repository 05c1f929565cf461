namespace DialIn.Media.Relay;

/// <summary>
/// The frames of all legs of a thread. The legs are spread over four groups, 5 ms apart, so that not all of them send in the
/// same instant. A leg that only passes on what it gets rests in one of ten slow groups until it has a frame of its own again.
/// </summary>
internal sealed class Pacing
{
    private const int GroupCount = 4;

    // 200 ms: a look now and then, for silence that begins and reports that are due.
    private const int RestingFrames = 10;

    // 20 ms apart: where all legs rest, one group or another still tells that the thread fell behind.
    private const int RestingGroupCount = 10;

    private readonly Group[] _frames = [.. Enumerable.Range(0, GroupCount).Select(static index => new Group(index, GroupCount, 1))];
    private readonly Group[] _resting = [.. Enumerable.Range(0, RestingGroupCount).Select(static index => new Group(index, RestingGroupCount, RestingFrames))];

    /// <summary>Adds a leg to the smallest group.</summary>
    public void Add(LegPath leg, TimeSpan now)
    {
        Add(_frames, leg, now);
        FindNext();
    }

    /// <summary>Removes a leg.</summary>
    public void Remove(LegPath leg)
    {
        if (!Remove(_frames, leg))
        {
            Remove(_resting, leg);
        }

        FindNext();
    }

    /// <summary>A leg may have frames of its own again: from now on none is missed.</summary>
    public void Awaken(LegPath leg, TimeSpan now)
    {
        if (Remove(_resting, leg))
        {
            Add(leg, now);
        }
    }

    /// <summary>When the next frame is due; <see cref="TimeSpan.MaxValue"/> without legs.</summary>
    public TimeSpan Next { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Does all frames that are due.</summary>
    /// <param name="now">The loop's clock.</param>
    /// <param name="step">Does one leg's frame; gives whether the leg rests now.</param>
    /// <param name="stalled">Told when a group is more than <see cref="PlayoutSchedule.Stall"/> late: by how much the latest one is, and how many legs are.</param>
    public void Run(TimeSpan now, Func<LegPath, TimeSpan, bool> step, Action<TimeSpan, int> stalled)
    {
        if (now < Next)
        {
            // As in most rounds: packets came.
            return;
        }

        var late = Later(_resting, now, Later(_frames, now, default));
        if (late.Legs > 0)
        {
            stalled(late.By, late.Legs);
        }

        Run(_frames, _resting, now, step);
        Run(_resting, _frames, now, step);
        FindNext();
    }

    // Each round asks for it twice; it changes with the groups alone.
    private void FindNext() => Next = Earlier(_resting, Earlier(_frames, TimeSpan.MaxValue));

    private static void Add(Group[] groups, LegPath leg, TimeSpan now)
    {
        var group = groups[0];
        foreach (var other in groups)
        {
            group = other.Legs.Count < group.Legs.Count ? other : group;
        }

        if (group.Legs.Count == 0)
        {
            group.Restart(now);
        }

        group.Legs.Add(leg);
    }

    private static bool Remove(Group[] groups, LegPath leg)
    {
        foreach (var group in groups)
        {
            if (group.Legs.Remove(leg))
            {
                return true;
            }
        }

        return false;
    }

    private static TimeSpan Earlier(Group[] groups, TimeSpan next)
    {
        foreach (var group in groups)
        {
            if (group.Legs.Count > 0 && group.Schedule.Next < next)
            {
                next = group.Schedule.Next;
            }
        }

        return next;
    }

    // Packets to pass on have waited as long as the frames, so a group of resting legs tells as much as one that skips frames.
    private static (TimeSpan By, int Legs) Later(Group[] groups, TimeSpan now, (TimeSpan By, int Legs) late)
    {
        foreach (var group in groups)
        {
            if (group.Legs.Count > 0 && now - group.Schedule.Next is var by && by > PlayoutSchedule.Stall)
            {
                late = (by > late.By ? by : late.By, late.Legs + group.Legs.Count);
            }
        }

        return late;
    }

    private static void Run(Group[] groups, Group[] others, TimeSpan now, Func<LegPath, TimeSpan, bool> step)
    {
        foreach (var group in groups)
        {
            var expected = group.Schedule.Next;
            while (group.Legs.Count > 0 && group.Schedule.TryTake(now, out var due))
            {
                if (due > expected)
                {
                    foreach (var leg in group.Legs)
                    {
                        leg.Forgive(due - expected, due);
                    }
                }

                Step(group, others, due, now, step);
                expected = group.Schedule.Next;
            }
        }
    }

    private static void Step(Group group, Group[] others, TimeSpan due, TimeSpan now, Func<LegPath, TimeSpan, bool> step)
    {
        // From the end: the last leg takes the place of one that changes over.
        for (var i = group.Legs.Count - 1; i >= 0; i--)
        {
            var leg = group.Legs[i];
            if (step(leg, due) == group.IsResting)
            {
                continue;
            }

            group.Legs[i] = group.Legs[^1];
            group.Legs.RemoveAt(group.Legs.Count - 1);
            Add(others, leg, now);
        }
    }

    private sealed class Group(int index, int count, int frames)
    {
        public PlayoutSchedule Schedule;

        // Legs change over all the time: of a few calls, without allocation from the beginning.
        public List<LegPath> Legs { get; } = new(capacity: 32);

        public bool IsResting => frames > 1;

        public void Restart(TimeSpan now)
        {
            var period = PlayoutSchedule.Period * frames;
            Schedule = new PlayoutSchedule((Math.Floor(now / period) * period) + period + (period * ((double)index / count)), frames);
        }
    }
}
