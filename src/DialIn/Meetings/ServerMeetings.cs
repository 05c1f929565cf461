namespace DialIn.Meetings;

/// <summary>
/// The meetings of one server: its answers to polls, and what was heard of single meetings besides. What is true in the end depends on
/// when it was asked or heard and not on the order in which it came, nor on how often. Guarded by the directory's lock.
/// </summary>
/// <remarks>
/// The newest poll is right, with two exceptions, both bounded in time:
/// a meeting of which was heard, and which no poll has listed yet, runs until a poll that was asked <see cref="UnlistedFor"/> later;
/// a meeting whose end was heard does not run, though it is listed, before a poll that was asked <see cref="EndLagsFor"/> later.
/// </remarks>
internal sealed class ServerMeetings(TimeProvider timeProvider)
{
    // bbb-web lists a meeting as soon as it has answered create; ten seconds are for what stands before it and remembers answers.
    public static readonly TimeSpan UnlistedFor = TimeSpan.FromSeconds(10);

    // Whoever ended the meeting tells bbb-web and us at the same time, and bbb-web takes a moment.
    public static readonly TimeSpan EndLagsFor = TimeSpan.FromSeconds(5);

    // Webhooks repeat what was not taken for five minutes.
    public static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, Heard> _heard = new(StringComparer.Ordinal);
    private ILookup<string, RunningMeeting> _breakouts = Enumerable.Empty<RunningMeeting>().ToLookup(static room => "");
    private Dictionary<string, RunningMeeting> _listed = new(StringComparer.Ordinal);

    /// <summary>Whether the API answers.</summary>
    public ServerState State { get; set; }

    /// <summary>When the newest poll was asked; 0 before there was one.</summary>
    public long AskedAt { get; private set; }

    /// <summary>When it was answered last.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>What runs, by external id; of several with one id the one that was created last.</summary>
    public IReadOnlyDictionary<string, RunningMeeting> Running { get; private set; } = new Dictionary<string, RunningMeeting>();

    /// <summary>The breakout rooms of a meeting that run, by their numbers.</summary>
    public IReadOnlyList<RunningMeeting> BreakoutsOf(RunningMeeting meeting) => _breakouts.Count == 0
        ? []
        : [.. _breakouts[meeting.InternalId].Concat(_breakouts[meeting.MeetingId]).OrderBy(static room => room.Breakout!.Sequence)];

    private bool HasAnswered => AnsweredAt is not null;

    /// <summary>These are all meetings that the server had when it was asked.</summary>
    /// <param name="meetings">All that go on.</param>
    /// <param name="forciblyEnded">Internal ids of those that are still listed and have been ended on purpose.</param>
    /// <param name="askedAt">When it was asked.</param>
    public void TakeAnswer(IReadOnlyList<RunningMeeting> meetings, IReadOnlyCollection<string> forciblyEnded, long askedAt)
    {
        foreach (var meeting in meetings)
        {
            HeardOf(meeting.InternalId, askedAt).WasListed = true;
        }

        foreach (var internalId in forciblyEnded)
        {
            var heard = HeardOf(internalId, askedAt);
            (heard.WasListed, heard.WasForced) = (true, true);
        }

        if (!HasAnswered || askedAt >= AskedAt)
        {
            AskedAt = askedAt;
            AnsweredAt = timeProvider.GetUtcNow();
            State = ServerState.Reachable;
            _listed = meetings.GroupBy(static m => m.InternalId, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Last(), StringComparer.Ordinal);
            Forget();
        }

        Judge();
    }

    /// <summary>A meeting was created.</summary>
    public void Created(RunningMeeting meeting, long heardAt)
    {
        var heard = HeardOf(meeting.InternalId, heardAt);
        heard.Created = heard.Created?.CompletedBy(meeting) ?? meeting;
        heard.CreatedAt = Math.Min(heard.CreatedAt, heardAt);
        Judge();
    }

    /// <summary>A meeting has ended.</summary>
    public void Ended(string internalId, bool isForced, long heardAt)
    {
        var heard = HeardOf(internalId, heardAt);
        heard.EndedAt = Math.Max(heard.EndedAt ?? heardAt, heardAt);
        heard.WasForced |= isForced;
        Judge();
    }

    /// <summary>Whether the end of a meeting was wanted, as far as anybody has said.</summary>
    public bool WasForced(string internalId) => _heard.TryGetValue(internalId, out var heard) && heard.WasForced;

    private void Judge()
    {
        Running = _heard
            .Select(heard => Now(heard.Key, heard.Value))
            .OfType<RunningMeeting>()
            .GroupBy(static m => m.MeetingId, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.MaxBy(static m => (m.CreatedAt, m.InternalId))!, StringComparer.Ordinal);
        _breakouts = Running.Values.Where(static m => m.Breakout is not null).ToLookup(static m => m.Breakout!.ParentId, StringComparer.Ordinal);
    }

    private RunningMeeting? Now(string internalId, Heard heard)
    {
        if (_listed.TryGetValue(internalId, out var listed))
        {
            var isEnded = heard.EndedAt is { } ended && timeProvider.GetElapsedTime(ended, AskedAt) < EndLagsFor;
            return isEnded ? null : heard.Created is { } created ? listed.CompletedBy(created) : listed;
        }

        var mayComeYet = !HasAnswered || timeProvider.GetElapsedTime(heard.CreatedAt, AskedAt) < UnlistedFor;
        return heard is { EndedAt: null, WasListed: false } && mayComeYet ? heard.Created : null;
    }

    private Heard HeardOf(string internalId, long at)
    {
        if (!_heard.TryGetValue(internalId, out var heard))
        {
            _heard.Add(internalId, heard = new Heard());
        }

        heard.LastAt = Math.Max(heard.LastAt, at);
        return heard;
    }

    private void Forget()
    {
        foreach (var (internalId, heard) in _heard)
        {
            if (!_listed.ContainsKey(internalId) && timeProvider.GetElapsedTime(heard.LastAt, AskedAt) > RememberedFor)
            {
                _heard.Remove(internalId);
            }
        }
    }

    private sealed class Heard
    {
        public RunningMeeting? Created { get; set; }

        public long CreatedAt { get; set; } = long.MaxValue;

        public long? EndedAt { get; set; }

        public bool WasForced { get; set; }

        public bool WasListed { get; set; }

        public long LastAt { get; set; } = long.MinValue;
    }
}
