using DialIn.Meetings;
using DialIn.Pins;

namespace DialIn.Announcements;

/// <summary>
/// What is to be announced in the meetings of one server, when, and to whom. Pure bookkeeping: the server's events and the list of
/// its meetings go in, jobs come out. What it forgets with the process is in the <see cref="IAnnouncementStore"/>. Thread-safe.
/// </summary>
internal sealed class AnnouncementBoard(AnnouncementRules rules)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MeetingState> _meetings = new(StringComparer.Ordinal);

    /// <summary>When the next job is due; <see langword="null"/> for never.</summary>
    public DateTimeOffset? NextAt
    {
        get
        {
            lock (_lock)
            {
                return _meetings.Values.Min(static meeting => meeting.NextAt);
            }
        }
    }

    /// <summary>Takes what the server told.</summary>
    public void Take(ServerEvent told, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (told is MeetingClosed)
            {
                _meetings.Remove(told.InternalId);
                return;
            }

            var meeting = MeetingOf(told.InternalId, now);
            meeting.SeenAt = now;
            if (told is MeetingHeard heard)
            {
                (meeting.MeetingId, meeting.IsBreakout, meeting.Language, meeting.Message) = (heard.MeetingId, heard.IsBreakout, heard.Language ?? meeting.Language, heard.Message);
            }

            meeting.Roster.Take(told);
            meeting.Want(rules, now);
        }
    }

    /// <summary>These meetings go on, by the directory.</summary>
    public void TakeList(IEnumerable<RunningMeeting> running, DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var one in running)
            {
                var meeting = MeetingOf(one.InternalId, now);
                meeting.MeetingId = one.MeetingId;
                meeting.IsBreakout |= one.Breakout is not null;
                meeting.SeenAt = now;
                meeting.Want(rules, now);
            }

            foreach (var (internalId, meeting) in _meetings)
            {
                if (now - meeting.SeenAt > rules.UnlistedFor)
                {
                    _meetings.Remove(internalId);
                }
            }
        }
    }

    /// <summary>The connection to the server was lost: who is moderator may have changed meanwhile, so nobody is told anything before the server has said.</summary>
    public void ForgetUsers(DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var meeting in _meetings.Values)
            {
                meeting.Roster.Forget();
                meeting.Want(rules, now);
            }
        }
    }

    /// <summary>Takes the job that has been due for longest, so that no meeting keeps the others waiting; whoever takes it says later what came of it.</summary>
    public AnnouncementJob? TakeDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            var due = _meetings
                .Select(one => (InternalId: one.Key, Meeting: one.Value, Since: one.Value.DueSince(now)))
                .Where(static one => one.Since is not null)
                .OrderBy(static one => one.Since)
                .FirstOrDefault();
            return due.Meeting?.TakeDue(due.InternalId, now);
        }
    }

    /// <summary>A job has ended.</summary>
    public void Finish(AnnouncementJob job, AnnouncementOutcome outcome, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_meetings.TryGetValue(job.InternalId, out var meeting))
            {
                meeting.Finish(job, outcome, rules, now);
                meeting.Want(rules, now);
            }
        }
    }

    /// <summary>Whether the recipient of a job may read the PIN now.</summary>
    public bool MayTell(AnnouncementJob job)
    {
        lock (_lock)
        {
            return _meetings.TryGetValue(job.InternalId, out var meeting) && (job.Recipient.Length == 0 || meeting.Roster.IsModerator(job.Recipient));
        }
    }

    /// <summary>Whether the server has told of somebody in a meeting.</summary>
    public bool Knows(string internalId, string userId)
    {
        lock (_lock)
        {
            return _meetings.TryGetValue(internalId, out var meeting) && meeting.Roster.Knows(userId);
        }
    }

    /// <summary>Notes that a meeting was created with number and PIN in the message to its moderators.</summary>
    public void NoteCreateMessage(string internalId)
    {
        lock (_lock)
        {
            if (_meetings.TryGetValue(internalId, out var meeting))
            {
                meeting.HasCreateMessage = true;
            }
        }
    }

    /// <summary>Whether to warn that the people of a meeting cannot be told: once for each meeting that is known.</summary>
    public bool TryWarn(string internalId)
    {
        lock (_lock)
        {
            return _meetings.TryGetValue(internalId, out var meeting) && !meeting.IsWarned && (meeting.IsWarned = true);
        }
    }

    /// <summary>Whether the meeting was created with the PIN in the message to its moderators.</summary>
    public bool IsCreatedWith(string internalId, Pin pin)
    {
        lock (_lock)
        {
            return _meetings.TryGetValue(internalId, out var meeting) && meeting.Message.Holds(pin);
        }
    }

    /// <summary>The meetings known, with their ids, and what came of what was tried.</summary>
    public IReadOnlyList<BoardEntry> List()
    {
        lock (_lock)
        {
            return
            [
                .. _meetings.Where(static meeting => meeting.Value is { MeetingId: not null, IsBreakout: false }).Select(static meeting => new BoardEntry(
                    meeting.Value.MeetingId!, meeting.Key, meeting.Value.Roster.Moderators.Count(), [.. meeting.Value.Outcomes])),
            ];
        }
    }

    private MeetingState MeetingOf(string internalId, DateTimeOffset now)
    {
        if (!_meetings.TryGetValue(internalId, out var meeting))
        {
            _meetings.Add(internalId, meeting = new MeetingState(now));
        }

        return meeting;
    }
}

/// <summary>A meeting on the board.</summary>
/// <param name="MeetingId">External id.</param>
/// <param name="InternalId">Internal id.</param>
/// <param name="Moderators">How many moderators are in it, as far as the server has told.</param>
/// <param name="Outcomes">What came of the last attempt to each recipient.</param>
internal sealed record BoardEntry(string MeetingId, string InternalId, int Moderators, IReadOnlyList<(AnnouncementWay Way, AnnouncementOutcome Outcome)> Outcomes);
