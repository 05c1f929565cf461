using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using DialIn.Pins;
using DialIn.Simulator;
using DialIn.Simulator.Meetings;
using DialIn.Testing;
using DialIn.Tests.Announcements;
using DialIn.Tests.Calls;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Service;

/// <summary>
/// The whole service between a front end and a simulated server with its Redis and its webhooks, and a day on which anything happens in
/// any order. After each step all is read that the server has ever answered to those who were never a moderator.
/// </summary>
internal sealed class ViewersWalk : IAsyncDisposable
{
    private const string Secret = "secret-of-greenlight-63925";
    private const int Rooms = 3;

    private readonly SeededChoices _choices;
    private readonly RedisServer _redis;
    private readonly RunningService _service;
    private readonly SigningFrontEnd _frontEnd;
    private readonly HttpClient _hooks;
    private readonly List<SimulatedMeeting> _meetings = [];

    // Everybody who was ever there, and whether they were ever a moderator: those may have read it.
    private readonly Dictionary<string, (SimulatedMeeting Meeting, MeetingUser User, bool MayKnow)> _people = [];
    private List<string> _pins = [];
    private int _views;
    private int _answersRead;
    private int _made;

    private ViewersWalk(ulong seed, RedisServer redis, RunningService service)
    {
        (_choices, _redis, _service) = (new SeededChoices(seed), redis, service);
        _frontEnd = new SigningFrontEnd(service.Http, Secret);
        _hooks = new HttpClient { BaseAddress = service.Http };
        _hooks.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", service.Server.Secret);
    }

    /// <summary>How many views of viewers were read, and how many moderators have read their PIN.</summary>
    public (int Views, int Moderators) Seen => (_views, _people.Values.Count(one => one.MayKnow && _pins.Any(pin => one.Meeting.WasSent(one.User, pin))));

    public static async Task<ViewersWalk> StartAsync(BbbVersion version, ulong seed, CancellationToken cancel)
    {
        var redis = await RedisServer.StartAsync(cancel);
        var port = TestPorts.NextFree();
        var service = await RunningService.StartAsync(
            cancel,
            serverOptions: new SimulatedBbbServerOptions { Version = version, Redis = redis.EndPoint },
            prepare: (service, section) =>
            {
                section["Http"] = new { Listen = $"http://127.0.0.1:{port}", ApiToken = RunningService.Token };
                section["BbbEndpoint"] = new { Enabled = true, FrontEnds = new[] { new { Name = "greenlight", Secret } } };
                section["Servers"] = new[]
                {
                    new
                    {
                        service.Server.Name,
                        ApiUrl = service.Server.ApiUrl.ToString(),
                        service.Server.Secret,
                        SipUri = service.Server.SipUriTemplate,
                        Announce = new { Redis = redis.EndPoint, PublicHint = version == BbbVersion.V30 },
                        Hooks = new { CallbackUrl = $"http://127.0.0.1:{port}/hooks/bigbluebutton/{service.Server.Name}" },
                    },
                };
            });
        await service.ReserveAsync("room-0", cancel);
        await service.ReserveAsync("room-1", cancel);
        return new ViewersWalk(seed, redis, service);
    }

    /// <summary>Something happens, and what viewers have been answered is read.</summary>
    public async Task StepAsync(CancellationToken cancel)
    {
        switch (_choices.Below(30))
        {
            case < 4:
                await CreateAsync(cancel);
                break;
            case < 6:
                CreateBesideDialIn();
                break;
            case < 18:
                People();
                break;
            case 18:
                await EndAsync(cancel);
                break;
            case 19:
                await RestartAsync(cancel);
                break;
            case 20 or 21:
                await LoseRedisAsync(cancel);
                break;
            case 22:
                _service.Server.HoldApi();
                People();
                _service.Server.ReleaseApi();
                break;
            case 23:
                _service.Server.ForgetHooks();
                break;
            case < 27:
                await TellAgainAsync(cancel);
                break;
            case 27:
                await _frontEnd.CallAsync("getMeetings", cancel);
                break;
            default:
                await SettleAsync(cancel);
                break;
        }

        await ReadAsync(cancel);
    }

    /// <summary>Until all moderators of meetings with a PIN have read it.</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        var pins = (await Pins.ListAsync(cancel)).ToDictionary(static room => room.MeetingId, static room => room.Pin.Reveal());
        IEnumerable<string> Untold() => from meeting in Running
                                        where pins.ContainsKey(meeting.MeetingId)
                                        from user in meeting.Users
                                        where user.Role == MeetingRole.Moderator && meeting.Shown(user, pins[meeting.MeetingId]) == 0
                                        select $"{meeting.MeetingId} {user.FullName}, who came as {user.JoinedAs}";
        try
        {
            await Waiting.UntilAsync(() => !Untold().Any(), cancel);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"not told: {string.Join("; ", Untold())}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _frontEnd.Dispose();
        _hooks.Dispose();
        await _service.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private IPinStore Pins => _service.Application.Services.GetRequiredService<IPinStore>();

    private List<SimulatedMeeting> Running => _meetings.FindAll(static meeting => meeting.EndTime == 0);

    private async Task ReadAsync(CancellationToken cancel)
    {
        _pins = [.. (await Pins.ListAsync(cancel)).Select(static room => room.Pin.Reveal())];
        foreach (var (meeting, user, _) in _people.Values.Where(static one => !one.MayKnow))
        {
            var view = meeting.View(user);
            var all = string.Join('\n', [view.Answers, .. view.Shown]);
            Assert.False(_pins.Exists(pin => Readers.Holds(all, pin)), "a viewer was sent a PIN");
            _views++;
        }

        // Of what front ends are answered much is handed to browsers.
        var answers = string.Concat(_frontEnd.Answers.Skip(_answersRead));
        Assert.False(_pins.Exists(pin => Readers.Holds(answers, pin)), "a front end was answered a PIN");
        _answersRead = _frontEnd.Answers.Count;
    }

    private async Task CreateAsync(CancellationToken cancel)
    {
        var room = AnyRoom();
        // Twice, as front ends do whenever somebody joins.
        for (var i = 1 + _choices.Below(2); i > 0; i--)
        {
            await _frontEnd.CallAsync(
                "create", cancel, ("meetingID", room), ("name", room), ("welcome", "Welcome, %%CONFNUM%%"), ("moderatorOnlyMessage", "Invite your guests"), ("dialNumber", RunningService.Number));
        }

        Note(_service.Server.Meetings.Single(meeting => meeting.MeetingId == room && meeting.EndTime == 0));
    }

    private void CreateBesideDialIn() => Note(_service.Server.CreateMeeting(new MeetingRequest(AnyRoom(), "Room") { Welcome = "Welcome" }, moderator: null));

    private void Note(SimulatedMeeting meeting)
    {
        if (!_meetings.Contains(meeting))
        {
            _meetings.Add(meeting);
        }
    }

    // Some of them, quickly one after the other.
    private void People()
    {
        for (var i = 1 + _choices.Below(4); i > 0; i--)
        {
            if (Running is { Count: > 0 } running)
            {
                Person(_choices.From(running));
            }
        }
    }

    private void Person(SimulatedMeeting meeting)
    {
        var here = meeting.Users.OrderBy(static user => user.FullName, StringComparer.Ordinal).ToList();
        switch (here.Count == 0 ? 0 : _choices.Below(8))
        {
            case < 5:
                var role = _choices.Below(3) == 0 ? MeetingRole.Moderator : MeetingRole.Viewer;
                var user = meeting.Join(string.Create(CultureInfo.InvariantCulture, $"user-{_made++:000}"), role);
                _people[user.InternalId] = (meeting, user, role == MeetingRole.Moderator);
                break;
            case < 7:
                var changing = _choices.From(here);
                _people[changing.InternalId] = (meeting, changing, true);
                meeting.SetRole(changing, changing.Role == MeetingRole.Moderator ? MeetingRole.Viewer : MeetingRole.Moderator);
                break;
            default:
                meeting.Leave(_choices.From(here));
                break;
        }
    }

    private async Task EndAsync(CancellationToken cancel)
    {
        if (Running is not { Count: > 0 } running)
        {
            return;
        }

        var meeting = _choices.From(running);
        if (_choices.Below(2) == 0)
        {
            await _frontEnd.CallAsync("end", cancel, ("meetingID", meeting.MeetingId), ("password", meeting.ModeratorPassword));
        }
        else
        {
            await _service.Server.EndMeetingAsync(meeting.MeetingId);
        }
    }

    private Task RestartAsync(CancellationToken cancel) => _service.RestartAsync(
        () =>
        {
            People();
            return Task.CompletedTask;
        },
        cancel);

    private async Task LoseRedisAsync(CancellationToken cancel)
    {
        await _redis.KillAsync();
        People();
        await _redis.StartAgainAsync(cancel);
    }

    // A webhook comes a second time, or late, when the meeting is over.
    private async Task TellAgainAsync(CancellationToken cancel)
    {
        if (_meetings.Count == 0)
        {
            return;
        }

        var meeting = _choices.From(_meetings);
        var details = new Dictionary<string, object>
        {
            ["internal-meeting-id"] = meeting.InternalId,
            ["external-meeting-id"] = meeting.MeetingId,
            ["voice-conf"] = meeting.VoiceBridge,
            ["create-time"] = meeting.CreatedAt.ToUnixTimeMilliseconds(),
        };
        var told = JsonSerializer.Serialize(new[] { new { data = new { type = "event", id = "meeting-created", attributes = new { meeting = details } } } });
        for (var i = 0; i < 2; i++)
        {
            using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["domain"] = "bbb1", ["event"] = told, ["timestamp"] = "1" });
            using var answer = await _hooks.PostAsync(new Uri($"hooks/bigbluebutton/{_service.Server.Name}", UriKind.Relative), content, cancel);
            Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
        }
    }

    private string AnyRoom() => $"room-{_choices.Below(Rooms)}";
}
