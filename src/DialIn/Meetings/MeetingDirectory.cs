namespace DialIn.Meetings;

/// <summary>
/// Knows which meeting runs where, and tells who watches one. Pure bookkeeping: sources (polling, webhooks) report, calls ask.
/// Thread-safe. Watchers are told one at a time, in order, under the directory's lock: they only post to a mailbox.
/// </summary>
internal sealed class MeetingDirectory(TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServerEntry> _servers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<MeetingWatch>> _watches = new(StringComparer.Ordinal);
    private readonly List<IMeetingSource> _sources = [];
    private readonly MeetingRefresh _refresh = new(timeProvider);
    private int _waiting;

    /// <summary>All servers heard of, by name.</summary>
    public IReadOnlyList<ServerStatus> Servers
    {
        get
        {
            lock (_lock)
            {
                return [.. _servers.Select(static s => s.Value.ToStatus(s.Key)).OrderBy(static s => s.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Makes a server known before it is asked for the first time.</summary>
    public void AddServer(string serverName)
    {
        lock (_lock)
        {
            EntryFor(serverName);
        }
    }

    /// <summary>Connects a source: it learns at once whether it is urgent, and takes part in each refresh until disposed of.</summary>
    public IDisposable Attach(IMeetingSource source)
    {
        lock (_lock)
        {
            _sources.Add(source);
            source.SetUrgent(_waiting > 0);
        }

        return new Leave(() =>
        {
            lock (_lock)
            {
                _sources.Remove(source);
            }
        });
    }

    /// <summary>A server answered: these are all its meetings.</summary>
    /// <param name="serverName">The server.</param>
    /// <param name="meetings">All it has now.</param>
    /// <param name="timestamp">When it was asked (<see cref="TimeProvider.GetTimestamp"/>). An answer to an older question than the last one is ignored.</param>
    public void ReplaceServer(string serverName, IReadOnlyList<RunningMeeting> meetings, long timestamp)
    {
        lock (_lock)
        {
            var entry = EntryFor(serverName);
            if (entry.State != ServerState.Unknown && timestamp < entry.AskedAt)
            {
                return;
            }

            entry.AskedAt = timestamp;
            entry.AnsweredAt = timeProvider.GetUtcNow();
            entry.State = ServerState.Reachable;
            var before = entry.Meetings;
            entry.Meetings = meetings
                .GroupBy(static m => m.MeetingId, StringComparer.Ordinal)
                .ToDictionary(static g => g.Key, static g => g.MaxBy(static m => m.CreatedAt)!, StringComparer.Ordinal);
            Tell(before.Keys.Concat(entry.Meetings.Keys));
        }
    }

    /// <summary>A server does not answer. Its meetings are not offered until it answers again.</summary>
    public void ServerUnreachable(string serverName)
    {
        lock (_lock)
        {
            var entry = EntryFor(serverName);
            entry.State = ServerState.Unreachable;
            Tell(entry.Meetings.Keys);
        }
    }

    /// <summary>The meeting, where it was created last if it is on several servers; <see langword="null"/> if it is on none that answers.</summary>
    public RunningMeeting? Find(string meetingId)
    {
        lock (_lock)
        {
            return FindLocked(meetingId);
        }
    }

    /// <summary>The same for a caller whose conference was lost: what its server said before the loss does not count any more.</summary>
    /// <param name="meetingId">The meeting.</param>
    /// <param name="serverName">The server of the lost conference.</param>
    /// <param name="since">When the refresh was asked for (<see cref="TimeProvider.GetTimestamp"/>).</param>
    /// <returns>The meeting, unless only a server that did not answer had it; and whether the lost conference's server answered.</returns>
    public (RunningMeeting? Running, bool ServerAnswers) FindAfterLoss(string meetingId, string serverName, long since)
    {
        lock (_lock)
        {
            var answers = _servers.TryGetValue(serverName, out var server)
                && server.State == ServerState.Reachable
                && timeProvider.GetElapsedTime(server.AskedAt, since) <= MeetingRefresh.Fresh;
            var running = FindLocked(meetingId);
            return (running?.ServerName == serverName && !answers ? null : running, answers);
        }
    }

    /// <summary>
    /// Watches a meeting until disposed of; after that <paramref name="changed"/> is not called again. If it runs already,
    /// <see cref="MeetingStarted"/> comes before this method returns, so nothing is missed between asking and watching.
    /// While anyone watches a meeting that does not run, the servers are asked more often.
    /// </summary>
    public IDisposable Watch(string meetingId, Action<MeetingChange> changed)
    {
        var watch = new MeetingWatch(changed);
        lock (_lock)
        {
            if (!_watches.TryGetValue(meetingId, out var watches))
            {
                _watches.Add(meetingId, watches = []);
            }

            watches.Add(watch);
            var changes = watch.Update(null, FindLocked(meetingId));
            CountWaiting(watch.IsWaiting ? 1 : 0);
            watch.Tell(changes);
        }

        return new Leave(() => Unwatch(meetingId, watch));
    }

    /// <summary>
    /// Asks all servers now and waits for the answers, at most two seconds. Callers who come while a refresh is under way, or
    /// within a second after one, share it: a thousand people who dial at nine do not ask the servers a thousand times.
    /// </summary>
    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        IMeetingSource[] sources;
        lock (_lock)
        {
            sources = [.. _sources];
        }

        return _refresh.RunAsync(sources, cancellationToken);
    }

    private void Unwatch(string meetingId, MeetingWatch watch)
    {
        lock (_lock)
        {
            if (!_watches.TryGetValue(meetingId, out var watches) || !watches.Remove(watch))
            {
                return;
            }

            if (watches.Count == 0)
            {
                _watches.Remove(meetingId);
            }

            watch.Close();
            CountWaiting(watch.IsWaiting ? -1 : 0);
        }
    }

    private RunningMeeting? FindLocked(string meetingId)
    {
        RunningMeeting? newest = null;
        foreach (var entry in _servers.Values)
        {
            if (entry.State == ServerState.Reachable
                && entry.Meetings.TryGetValue(meetingId, out var meeting)
                && (newest is null || meeting.CreatedAt > newest.CreatedAt))
            {
                newest = meeting;
            }
        }

        return newest;
    }

    private void Tell(IEnumerable<string> meetingIds)
    {
        foreach (var meetingId in meetingIds.Distinct(StringComparer.Ordinal).Where(_watches.ContainsKey).ToArray())
        {
            // A copy: whoever is told may stop watching at once.
            foreach (var watch in _watches.GetValueOrDefault(meetingId, []).ToArray())
            {
                Tell(watch, meetingId);
            }
        }
    }

    private void Tell(MeetingWatch watch, string meetingId)
    {
        if (watch.IsClosed)
        {
            return;
        }

        var wasWaiting = watch.IsWaiting;
        var changes = watch.Update(watch.Announced is { } meeting ? WhyGone(meeting) : null, FindLocked(meetingId));
        CountWaiting((watch.IsWaiting ? 1 : 0) - (wasWaiting ? 1 : 0));
        watch.Tell(changes);
    }

    private MeetingGoneReason? WhyGone(RunningMeeting meeting)
    {
        var entry = EntryFor(meeting.ServerName);
        return entry switch
        {
            { State: ServerState.Unreachable } => MeetingGoneReason.ServerUnreachable,
            _ when entry.Meetings.TryGetValue(meeting.MeetingId, out var now) && now.IsSameConferenceAs(meeting) => null,
            _ => MeetingGoneReason.Ended,
        };
    }

    private ServerEntry EntryFor(string serverName)
    {
        if (!_servers.TryGetValue(serverName, out var entry))
        {
            _servers.Add(serverName, entry = new ServerEntry());
        }

        return entry;
    }

    private void CountWaiting(int change)
    {
        var wasUrgent = _waiting > 0;
        _waiting += change;
        if (wasUrgent != (_waiting > 0))
        {
            _sources.ForEach(s => s.SetUrgent(_waiting > 0));
        }
    }

    private sealed class ServerEntry
    {
        public ServerState State { get; set; }

        public long AskedAt { get; set; }

        public DateTimeOffset? AnsweredAt { get; set; }

        public Dictionary<string, RunningMeeting> Meetings { get; set; } = [];

        public ServerStatus ToStatus(string name) => new(name, State, Meetings.Count, AnsweredAt);
    }

    private sealed class Leave(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
