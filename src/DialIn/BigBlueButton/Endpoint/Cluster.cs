using DialIn.Meetings;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>
/// Several servers as one: knows where each meeting is, from the servers' own lists, so that nothing has to be kept over a restart; and picks
/// a server for a new one. Thread-safe.
/// </summary>
internal sealed class Cluster(Upstreams upstreams, ServerQuestions questions, MeetingDirectory directory, PickServer policy, TimeProvider time) : IDisposable
{
    // Five seconds: what a list tells of the load is true for longer; what was placed meanwhile is counted by itself.
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    // Whoever asks for a meeting that nobody lists may be quicker than the list.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    // A front end waits for its create.
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(3);

    // A meeting that was placed and is not listed after this was not created.
    private static readonly TimeSpan PlacedFor = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly Dictionary<string, IReadOnlyList<ListedMeeting>> _listed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Server, long At)> _placed = new(StringComparer.Ordinal);
    private long? _askedAt;

    /// <summary>The servers that answer, as far as polling knows; those of which nothing is known yet among them.</summary>
    public IReadOnlyList<Upstream> Reachable
    {
        get
        {
            var lost = directory.Servers.Where(static server => server.State == ServerState.Unreachable).Select(static server => server.Name).ToHashSet(StringComparer.Ordinal);
            return [.. upstreams.All.Where(server => !lost.Contains(server.Name))];
        }
    }

    /// <summary>The server that a meeting is on; <see langword="null"/> if none has it. It may be one that does not answer.</summary>
    public async Task<Upstream?> FindAsync(string meetingId, CancellationToken cancellationToken)
    {
        await RefreshAsync(FreshFor, cancellationToken);
        if (Known(meetingId) is { } known)
        {
            return known;
        }

        await RefreshAsync(AskAgainAfter, cancellationToken);
        return Known(meetingId);
    }

    /// <summary>The server for a <c>create</c>: the one that has the meeting, or the least busy one; <see langword="null"/> if none answers.</summary>
    public async Task<Upstream?> PlaceAsync(string meetingId, CancellationToken cancellationToken)
    {
        await RefreshAsync(FreshFor, cancellationToken);
        var reachable = Reachable;
        lock (_lock)
        {
            if (Known(meetingId) is { } known && reachable.Any(server => server.Name == known.Name))
            {
                return known;
            }

            var now = time.GetUtcNow();
            var chosen = reachable.Where(server => _listed.ContainsKey(server.Name)).MinBy(server => LoadOf(server, now).Key(policy)) ?? (reachable.Count > 0 ? reachable[0] : null);
            if (chosen is not null)
            {
                _placed[meetingId] = (chosen.Name, time.GetTimestamp());
            }

            return chosen;
        }
    }

    /// <summary>Takes what servers answered to <c>getMeetings</c>.</summary>
    /// <param name="servers">Who was asked.</param>
    /// <param name="answers">Their answers, in the same order.</param>
    /// <param name="askedAt">When (<see cref="TimeProvider.GetTimestamp"/>).</param>
    public void Take(IReadOnlyList<Upstream> servers, IReadOnlyList<ServerAnswer?> answers, long askedAt)
    {
        var lists = answers.Select(static answer => answer is { IsSuccess: true } && answer.Xml() is { } xml ? ListedMeeting.Of(xml) : null).ToList();
        lock (_lock)
        {
            if (_askedAt is { } last && askedAt < last)
            {
                return;
            }

            _askedAt = askedAt;
            foreach (var (server, list) in servers.Zip(lists))
            {
                // Of a server that did not answer, the last list says where its meetings were; it gets no new ones.
                if (list is not null)
                {
                    _listed[server.Name] = list;
                }
            }

            var gone = _placed.Where(entry => IsOver(entry.Key, entry.Value.Server, entry.Value.At)).Select(static entry => entry.Key).ToList();
            gone.ForEach(meetingId => _placed.Remove(meetingId));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();

    private bool IsOver(string meetingId, string server, long placedAt) =>
        time.GetElapsedTime(placedAt) > PlacedFor || (_listed.TryGetValue(server, out var list) && list.Any(meeting => meeting.MeetingId == meetingId));

    private async Task RefreshAsync(TimeSpan freshFor, CancellationToken cancellationToken)
    {
        if (IsFresh(freshFor))
        {
            return;
        }

        await _asking.WaitAsync(cancellationToken);
        try
        {
            // Somebody else may have asked meanwhile.
            if (!IsFresh(freshFor))
            {
                var servers = Reachable;
                var askedAt = time.GetTimestamp();
                Take(servers, await questions.AskAllAsync(servers, "getMeetings", "", Within, cancellationToken), askedAt);
            }
        }
        finally
        {
            _asking.Release();
        }
    }

    private bool IsFresh(TimeSpan freshFor)
    {
        lock (_lock)
        {
            return _askedAt is { } at && time.GetElapsedTime(at) < freshFor;
        }
    }

    private Upstream? Known(string meetingId)
    {
        lock (_lock)
        {
            var name = _placed.TryGetValue(meetingId, out var placed)
                ? placed.Server
                : directory.Find(meetingId)?.ServerName
                    ?? _listed.FirstOrDefault(server => server.Value.Any(meeting => meeting.MeetingId == meetingId)).Key;
            return name is null ? null : upstreams.All.FirstOrDefault(server => server.Name == name);
        }
    }

    private ServerLoad LoadOf(Upstream server, DateTimeOffset now) =>
        ServerLoad.Of([.. _listed[server.Name]], _placed.Values.Count(placed => placed.Server == server.Name), now);
}
