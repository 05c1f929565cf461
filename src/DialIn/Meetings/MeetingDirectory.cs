namespace DialIn.Meetings;

/// <summary>
/// Knows which meeting runs where, and tells who watches one. Pure bookkeeping: sources (polling, webhooks, the
/// API endpoint, Redis) report, calls ask.
/// Thread-safe. Watchers are told one at a time, in order, under the directory's lock: they only post to a mailbox.
/// </summary>
internal sealed class MeetingDirectory(TimeProvider timeProvider)
{
    // Servers keep their clocks by NTP; who was cut off so shortly before the end was cut off by the end.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServerMeetings> _servers = new(StringComparer.Ordinal);
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
                return [.. _servers.Select(static s => new ServerStatus(s.Key, s.Value.State, s.Value.Running.Count, s.Value.AnsweredAt)).OrderBy(static s => s.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The meetings of one server, as it had them last; none of a server that is not known.</summary>
    public IReadOnlyList<RunningMeeting> RunningOn(string serverName)
    {
        lock (_lock)
        {
            return _servers.TryGetValue(serverName, out var server) ? [.. server.Running.Values] : [];
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
    /// <param name="timestamp">When it was asked (<see cref="TimeProvider.GetTimestamp"/>). An answer to an older question than the last one does not count.</param>
    /// <param name="forciblyEnded">Internal ids of meetings that it still lists, and that were ended on purpose.</param>
    public void ReplaceServer(string serverName, IReadOnlyList<RunningMeeting> meetings, long timestamp, IReadOnlyCollection<string>? forciblyEnded = null)
    {
        lock (_lock)
        {
            Change(EntryFor(serverName), server => server.TakeAnswer(meetings, forciblyEnded ?? [], timestamp));
        }
    }

    /// <summary>
    /// Somebody says that a meeting was created: the API endpoint, a webhook, Redis. In any order with all else that is reported, and
    /// as often as they like. It runs from now on, unless its end was reported or a poll has seen it come and go; if no poll lists it within
    /// <see cref="ServerMeetings.UnlistedFor"/>, it was not true.
    /// </summary>
    /// <param name="meeting">The meeting; one of a server that is not known is ignored. May say more than polls do.</param>
    /// <param name="timestamp">When we heard it (<see cref="TimeProvider.GetTimestamp"/>).</param>
    public void MeetingCreated(RunningMeeting meeting, long timestamp) => Hear(meeting.ServerName, server => server.Created(meeting, timestamp));

    /// <summary>
    /// Somebody says that a meeting has ended. In any order, as often as they like. It does not run any more, whatever a poll says that was
    /// asked before, or less than <see cref="ServerMeetings.EndLagsFor"/> after; a later poll is believed again.
    /// </summary>
    /// <param name="serverName">The server; one that is not known is ignored.</param>
    /// <param name="internalId">The meeting's internal id: the same room, opened again, is another meeting.</param>
    /// <param name="timestamp">When we heard it (<see cref="TimeProvider.GetTimestamp"/>).</param>
    /// <param name="isForced">Whether somebody wanted it to end (a moderator, the API); false where that is not known.</param>
    public void MeetingEnded(string serverName, string internalId, long timestamp, bool isForced = false) =>
        Hear(serverName, server => server.Ended(internalId, isForced, timestamp));

    /// <summary>A server does not answer. Its meetings are not offered until it answers again.</summary>
    public void ServerUnreachable(string serverName)
    {
        lock (_lock)
        {
            var entry = EntryFor(serverName);
            entry.State = ServerState.Unreachable;
            Tell(entry.Running.Keys);
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
    /// <param name="lost">The meeting as the caller was in it.</param>
    /// <param name="since">When the refresh was asked for (<see cref="TimeProvider.GetTimestamp"/>).</param>
    public AfterLoss FindAfterLoss(RunningMeeting lost, long since)
    {
        lock (_lock)
        {
            var answers = _servers.TryGetValue(lost.ServerName, out var server)
                && server.State == ServerState.Reachable
                && timeProvider.GetElapsedTime(server.AskedAt, since) <= MeetingRefresh.Fresh;
            var running = FindLocked(lost.MeetingId);
            var isOver = server?.WasForced(lost.InternalId) == true || lost.EndsAt <= timeProvider.GetUtcNow() + ClockSkew;
            return new AfterLoss(running?.ServerName == lost.ServerName && !answers ? null : running, answers, isOver);
        }
    }

    /// <summary>The meeting as a server had it last that does not answer now; null when a server that answers has it, or none ever had.</summary>
    public RunningMeeting? FindLost(string meetingId)
    {
        lock (_lock)
        {
            return FindLocked(meetingId) is not null ? null : _servers.Values
                .Where(static server => server.State == ServerState.Unreachable)
                .Select(server => server.Running.GetValueOrDefault(meetingId))
                .MaxBy(static meeting => meeting?.CreatedAt);
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
            var changes = Update(watch, null, meetingId);
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

    private void Hear(string serverName, Action<ServerMeetings> change)
    {
        lock (_lock)
        {
            // What nobody polls nobody would correct.
            if (_servers.TryGetValue(serverName, out var server))
            {
                Change(server, change);
            }
        }
    }

    private void Change(ServerMeetings server, Action<ServerMeetings> change)
    {
        var before = server.Running;
        change(server);
        Tell(before.Keys.Concat(server.Running.Keys));
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
            // One that was never asked is believed to be there by those who have heard of its meetings.
            if (entry.State != ServerState.Unreachable
                && entry.Running.TryGetValue(meetingId, out var meeting)
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
        var changes = Update(watch, watch.Announced is { } meeting ? WhyGone(meeting) : null, meetingId);
        CountWaiting((watch.IsWaiting ? 1 : 0) - (wasWaiting ? 1 : 0));
        watch.Tell(changes);
    }

    private IReadOnlyList<MeetingChange> Update(MeetingWatch watch, MeetingGoneReason? gone, string meetingId)
    {
        var now = FindLocked(meetingId);
        return watch.Update(gone, now, now is null ? [] : EntryFor(now.ServerName).BreakoutsOf(now));
    }

    private MeetingGoneReason? WhyGone(RunningMeeting meeting)
    {
        var entry = EntryFor(meeting.ServerName);
        return entry switch
        {
            { State: ServerState.Unreachable } => MeetingGoneReason.ServerUnreachable,
            _ when entry.Running.TryGetValue(meeting.MeetingId, out var now) && now.IsSameConferenceAs(meeting) => null,
            _ => MeetingGoneReason.Ended,
        };
    }

    private ServerMeetings EntryFor(string serverName)
    {
        if (!_servers.TryGetValue(serverName, out var entry))
        {
            _servers.Add(serverName, entry = new ServerMeetings(timeProvider));
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

    private sealed class Leave(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
