using System.Collections.Concurrent;
using DialIn.Announcements;
using DialIn.Meetings;
using DialIn.Pins;
using DialIn.Storage;
using DialIn.Testing;
using DialIn.Tests.Calls;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Announcements;

/// <summary>
/// One server that does what it likes, a way to its moderators that fails now and then, events that are lost and doubled, and a DialIn
/// that is restarted. Whoever is told is written down beside the role that they had at that moment.
/// </summary>
internal sealed class AnnouncementWalk : IAsyncDisposable
{
    private const string Server = "bbb1";
    private readonly TestFolder _folder = new();
    private readonly SeededChoices _choices;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero));
    private readonly SqliteDatabase _database;
    private readonly List<Meeting> _meetings = [];
    private readonly List<Meeting> _ended = [];
    private readonly AnnouncementMeters _meters = new();
    private readonly Lock _world = new();
    private readonly Way _way;
    private MeetingDirectory _directory = null!;
    private ServerAnnouncer _announcer = null!;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private bool _isConnected = true;
    private int _made;

    public AnnouncementWalk(ulong seed)
    {
        _choices = new SeededChoices(seed);
        _way = new Way(this, new SeededChoices(seed + 1));
        _database = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
    }

    /// <summary>Who was told how often, with the role they had at that moment.</summary>
    public ConcurrentQueue<(string User, bool WasModerator)> Told { get; } = new();

    public async Task StartAsync(CancellationToken cancel)
    {
        await _database.MigrateAsync(cancel);
        var pins = new SqlitePinStore(_database, TimeSpan.FromDays(30), _time);
        await new PinGenerator(9).GenerateAsync(pins, 10, cancel);
        foreach (var room in new[] { "room-0", "room-1" })
        {
            await pins.AssignAsync(room, cancel);
        }

        Run();
    }

    /// <summary>Something happens.</summary>
    public async Task StepAsync()
    {
        switch (_choices.Below(40))
        {
            case < 4:
                Create();
                break;
            case < 20:
                Join();
                break;
            case < 25:
                ChangeRole();
                break;
            case < 28:
                Leave();
                break;
            case 28:
                End();
                break;
            case 29:
                await RestartAsync();
                break;
            case 30 or 31:
                Disconnect();
                break;
            case < 37:
                Poll();
                Connect();
                break;
            default:
                Webhook();
                break;
        }

        // Sometimes the next step comes in the middle of what the last one has begun.
        for (var i = _choices.Below(8); i > 0; i--)
        {
            _time.Advance(TimeSpan.FromSeconds(_choices.Below(3)));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    /// <summary>From now on nothing fails: everybody who has to be told is told at last.</summary>
    public async Task CalmDownAsync(CancellationToken cancel)
    {
        _way.IsCalm = true;
        Poll();
        Connect();
        await Waiting.UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return MustKnow().All(user => Told.Any(told => told.User == user));
            },
            cancel);
        // Whatever is still under way would be the second time.
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            await Task.Yield();
        }

        await StopAsync();
    }

    /// <summary>The moderators of meetings that run and have a PIN.</summary>
    public IReadOnlyList<string> MustKnow()
    {
        lock (_world)
        {
            return [.. _meetings.Where(static meeting => meeting.MeetingId is "room-0" or "room-1").SelectMany(static meeting => meeting.Users.Where(static user => user.Value).Select(static user => user.Key))];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _meters.Dispose();
        _database.Dispose();
        _folder.Dispose();
    }

    private void Run()
    {
        _stop = new CancellationTokenSource();
        _directory = new MeetingDirectory(_time);
        _directory.AddServer(Server);
        _announcer = new ServerAnnouncer(
            Server,
            new AnnouncementRules { ModeratorChat = true },
            [_way],
            new SqlitePinStore(_database, TimeSpan.FromDays(30), _time),
            new SqliteAnnouncementStore(_database),
            _directory,
            _meters,
            _time,
            NullLogger.Instance);
        _running = _announcer.RunAsync(_stop.Token);
        Connect();
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    private async Task RestartAsync()
    {
        await StopAsync();
        _stop.Dispose();
        Run();
    }

    private Meeting? AnyMeeting() => _meetings.Count > 0 ? _choices.From(_meetings) : null;

    private void Create()
    {
        // room-2 has no PIN.
        var room = $"room-{_choices.Below(3)}";
        if (_meetings.Exists(meeting => meeting.MeetingId == room))
        {
            return;
        }

        var meeting = new Meeting(room, $"int-{_made++}", _time.GetUtcNow());
        Change(() => _meetings.Add(meeting), new MeetingHeard(meeting.InternalId, room, false, null, ModeratorsText.None));
    }

    private void Join()
    {
        if (AnyMeeting() is { } meeting)
        {
            var (user, isModerator) = ($"w_{_made++}", _choices.Below(2) == 0);
            Change(() => meeting.Users[user] = isModerator, new UserEntered(meeting.InternalId, user, isModerator, true));
        }
    }

    private void ChangeRole()
    {
        if (AnyMeeting() is { Users.Count: > 0 } meeting)
        {
            var user = _choices.From([.. meeting.Users.Keys.Order()]);
            var isModerator = !meeting.Users[user];
            Change(() => meeting.Users[user] = isModerator, new RoleChanged(meeting.InternalId, user, isModerator));
        }
    }

    private void Leave()
    {
        if (AnyMeeting() is { Users.Count: > 0 } meeting)
        {
            var user = _choices.From([.. meeting.Users.Keys.Order()]);
            Change(() => meeting.Users.Remove(user), new UserGone(meeting.InternalId, user));
        }
    }

    private void End()
    {
        if (AnyMeeting() is { } meeting)
        {
            Change(() => _meetings.Remove(meeting), new MeetingClosed(meeting.InternalId));
            _ended.Add(meeting);
            _directory.MeetingEnded(Server, meeting.InternalId, _time.GetTimestamp());
        }
    }

    // The server tells in the same moment, once, or twice; nobody hears it while the connection is lost.
    private void Change(Action change, ServerEvent told)
    {
        lock (_world)
        {
            change();
            for (var i = _isConnected ? 1 + _choices.Below(2) : 0; i > 0; i--)
            {
                _announcer.Hear(told);
            }
        }
    }

    private void Disconnect()
    {
        lock (_world)
        {
            _isConnected = false;
            _announcer.ForgetUsers();
        }
    }

    private void Connect()
    {
        lock (_world)
        {
            _isConnected = true;
            _announcer.ForgetUsers();
            foreach (var meeting in _meetings)
            {
                _announcer.Hear(new UsersListed(meeting.InternalId, [.. meeting.Users.Select(user => new UserEntered(meeting.InternalId, user.Key, user.Value, true))]));
            }
        }
    }

    private void Poll() => _directory.ReplaceServer(Server, [.. _meetings.Select(Running)], _time.GetTimestamp());

    // It may come late: when the meeting is over already.
    private void Webhook()
    {
        if (_ended.Count > 0 && _choices.Below(3) == 0)
        {
            _directory.MeetingCreated(Running(_choices.From(_ended)), _time.GetTimestamp());
        }
        else if (AnyMeeting() is { } meeting)
        {
            _directory.MeetingCreated(Running(meeting), _time.GetTimestamp());
        }
    }

    private static RunningMeeting Running(Meeting meeting) => new(meeting.MeetingId, meeting.InternalId, Server, "71347", meeting.CreatedAt, null);

    private sealed record Meeting(string MeetingId, string InternalId, DateTimeOffset CreatedAt)
    {
        public Dictionary<string, bool> Users { get; } = [];
    }

    private sealed class Way(AnnouncementWalk walk, SeededChoices choices) : IAnnouncer
    {
        public volatile bool IsCalm;

        AnnouncementWay IAnnouncer.Way => AnnouncementWay.ModeratorChat;

        public async Task<AnnouncementOutcome> AnnounceAsync(AnnouncementJob job, Pin pin, Func<bool> mayTell, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            lock (walk._world)
            {
                if (!walk._isConnected || (!IsCalm && choices.Below(3) == 0))
                {
                    return choices.Below(2) == 0 ? AnnouncementOutcome.Unreachable : AnnouncementOutcome.NoAnswer;
                }

                if (!mayTell())
                {
                    return AnnouncementOutcome.Gone;
                }

                var meeting = walk._meetings.Find(meeting => meeting.InternalId == job.InternalId);
                walk.Told.Enqueue((job.Recipient, meeting is not null && meeting.Users.GetValueOrDefault(job.Recipient)));
                return AnnouncementOutcome.Announced;
            }
        }
    }
}
