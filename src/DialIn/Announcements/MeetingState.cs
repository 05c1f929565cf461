namespace DialIn.Announcements;

/// <summary>What the board knows of one meeting. Guarded by the board's lock.</summary>
internal sealed class MeetingState(DateTimeOffset seenAt)
{
    private readonly Dictionary<(AnnouncementWay Way, string Recipient), Attempt> _attempts = [];

    /// <summary>External id; <see langword="null"/> until anybody said.</summary>
    public string? MeetingId { get; set; }

    /// <summary>Whether it is a breakout room.</summary>
    public bool IsBreakout { get; set; }

    /// <summary>Language that its creator asked for.</summary>
    public string? Language { get; set; }

    /// <summary>What its moderators are shown at the start.</summary>
    public ModeratorsText Message { get; set; } = ModeratorsText.None;

    /// <summary>When it was listed or told of last.</summary>
    public DateTimeOffset SeenAt { get; set; } = seenAt;

    /// <summary>Whether it was created with number and PIN in the message to its moderators, as far as anybody knows.</summary>
    public bool HasCreateMessage { get; set; }

    /// <summary>Whether a warning was given that its people cannot be told.</summary>
    public bool IsWarned { get; set; }

    /// <summary>Who is in it.</summary>
    public MeetingRoster Roster { get; } = new();

    /// <summary>What came of the last attempt in each way; none where nothing was tried.</summary>
    public IEnumerable<(AnnouncementWay Way, AnnouncementOutcome Outcome)> Outcomes => _attempts
        .Where(static attempt => attempt.Value.Outcome is not null)
        .Select(static attempt => (attempt.Key.Way, attempt.Value.Outcome!.Value))
        .Concat(HasCreateMessage ? [(AnnouncementWay.CreateMessage, AnnouncementOutcome.Announced)] : []);

    /// <summary>Adds what is to be done and is not known yet; takes away what is not to be done any more, unless it is done.</summary>
    public void Want(AnnouncementRules rules, DateTimeOffset now)
    {
        var wanted = new HashSet<(AnnouncementWay, string)>();
        var isOurs = MeetingId is not null && !IsBreakout;
        if (isOurs && rules.PublicHint)
        {
            wanted.Add((AnnouncementWay.PublicHint, ""));
        }

        if (isOurs && rules.ModeratorChat)
        {
            wanted.UnionWith(Roster.Moderators.Select(static user => (AnnouncementWay.ModeratorChat, user)));
        }

        foreach (var (key, attempt) in _attempts)
        {
            if (!wanted.Contains(key) && !attempt.IsDone && !attempt.IsRunning)
            {
                _attempts.Remove(key);
            }
        }

        foreach (var key in wanted)
        {
            _attempts.TryAdd(key, new Attempt { DueAt = now });
        }
    }

    /// <summary>When the next job is due; <see langword="null"/> for never.</summary>
    public DateTimeOffset? NextAt => _attempts.Values.Where(static attempt => !attempt.IsDone && !attempt.IsRunning).Min(static attempt => (DateTimeOffset?)attempt.DueAt);

    /// <summary>Since when the oldest job has been due that could be taken now; <see langword="null"/> for none.</summary>
    public DateTimeOffset? DueSince(DateTimeOffset now) => Due(now).Min(static due => (DateTimeOffset?)due.Value.DueAt);

    /// <summary>Takes the job that has been due for longest.</summary>
    public AnnouncementJob? TakeDue(string internalId, DateTimeOffset now)
    {
        foreach (var (key, attempt) in Due(now).OrderBy(static due => due.Value.DueAt).Take(1))
        {
            attempt.IsRunning = true;
            attempt.Count++;
            return new AnnouncementJob(MeetingId!, internalId, key.Way, key.Recipient, attempt.Count, Language);
        }

        return null;
    }

    /// <summary>A job has ended.</summary>
    public void Finish(AnnouncementJob job, AnnouncementOutcome outcome, AnnouncementRules rules, DateTimeOffset now)
    {
        if (_attempts.TryGetValue((job.Way, job.Recipient), out var attempt))
        {
            attempt.IsRunning = false;
            attempt.IsDone = outcome == AnnouncementOutcome.Announced;
            attempt.Outcome = outcome;
            attempt.DueAt = now + rules.PauseAfter(attempt.Count);
        }
    }

    private IEnumerable<KeyValuePair<(AnnouncementWay Way, string Recipient), Attempt>> Due(DateTimeOffset now) => _attempts.Where(one =>
        one.Value is { IsDone: false, IsRunning: false } && one.Value.DueAt <= now && (one.Key.Recipient.Length == 0 || Roster.IsModerator(one.Key.Recipient)));

    private sealed class Attempt
    {
        public int Count { get; set; }

        public DateTimeOffset DueAt { get; set; }

        public bool IsRunning { get; set; }

        public bool IsDone { get; set; }

        public AnnouncementOutcome? Outcome { get; set; }
    }
}
