using System.Collections.Concurrent;
using DialIn.Announcements;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Redis;
using DialIn.Ivr;
using DialIn.Meetings;
using DialIn.Pins;
using DialIn.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Tests.BigBlueButton;

/// <summary>What announces in the meetings of one server, with a database, ways whose outcome the test says, and a room that has a PIN.</summary>
internal sealed class AnnouncerSeat : IAsyncDisposable
{
    public const string Room = "room";
    private readonly TestFolder _folder = new();
    private readonly SqliteDatabase _database;
    private readonly AnnouncementMeters _meters = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private AnnouncerSeat(ServerOptions options, bool publicHint)
    {
        Options = options;
        _database = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
        Store = new SqliteAnnouncementStore(_database);
        Meetings = new MeetingDirectory(Time);
        Meetings.AddServer(options.Name);
        Announcer = new ServerAnnouncer(
            options.Name,
            new AnnouncementRules { ModeratorChat = true, PublicHint = publicHint },
            [new Way(AnnouncementWay.ModeratorChat, this), new Way(AnnouncementWay.PublicHint, this)],
            new SqlitePinStore(_database, TimeSpan.FromDays(30), Time),
            Store,
            Meetings,
            _meters,
            Time,
            Log);
    }

    public ServerOptions Options { get; }

    public FakeLogger Log { get; } = new();

    public ObservedTime Time { get; } = new();

    public MeetingDirectory Meetings { get; }

    public SqliteAnnouncementStore Store { get; }

    public ServerAnnouncer Announcer { get; }

    /// <summary>What comes of each attempt.</summary>
    public Func<AnnouncementWay, AnnouncementOutcome> Outcome { get; set; } = static _ => AnnouncementOutcome.Announced;

    /// <summary>The language of each attempt.</summary>
    public ConcurrentQueue<string?> Languages { get; } = new();

    public Pin Pin { get; private set; }

    public static async Task<AnnouncerSeat> OpenAsync(CancellationToken cancel, string? redis = null, bool publicHint = false, string? language = null)
    {
        var seat = new AnnouncerSeat(new ServerOptions { Name = "bbb1", Announce = new AnnounceOptions { Redis = redis } }, publicHint);
        await seat._database.MigrateAsync(cancel);
        var pins = new SqlitePinStore(seat._database, TimeSpan.FromDays(30), seat.Time);
        await new PinGenerator(9).GenerateAsync(pins, 10, cancel);
        seat.Pin = (await pins.ReserveAsync(new ReservationRequest(Room, null, Language: language), cancel)).Reservation.Pin;
        return seat;
    }

    /// <summary>A meeting of the room begins.</summary>
    public void Begin(string internalId, ModeratorsText message, string? language = null) => Announcer.Hear(new MeetingHeard(internalId, Room, false, language, message));

    public void Join(string internalId, string userId) => Announcer.Hear(new UserEntered(internalId, userId, IsModerator: true, IsAdmitted: true));

    /// <summary>Begins to announce.</summary>
    public void Run() => _running = Announcer.RunAsync(_stop.Token);

    /// <summary>Connects to the Redis of the options.</summary>
    public RedisConnection Connect(ILogger logger)
    {
        var connection = new RedisConnection(Options, "/", Meetings, Time, logger);
        connection.Attach(Announcer, new RedisModeratorChat(connection, new DialInTexts(PromptFiles.BuiltInFolder, null, [new DialInNumber("+4961511234567", null, ["de", "en"])]), Options.Announce, Time));
        _running = connection.RunAsync(_stop.Token);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _meters.Dispose();
        _database.Dispose();
        _folder.Dispose();
    }

    private sealed class Way(AnnouncementWay way, AnnouncerSeat seat) : IAnnouncer
    {
        AnnouncementWay IAnnouncer.Way => way;

        public Task<AnnouncementOutcome> AnnounceAsync(AnnouncementJob job, Pin pin, Func<bool> mayTell, CancellationToken cancellationToken)
        {
            seat.Languages.Enqueue(job.Language);
            return Task.FromResult(seat.Outcome(way));
        }
    }
}
