using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DialIn.Simulator;
using DialIn.Simulator.Meetings;
using DialIn.Testing;
using DialIn.Tests.Announcements;

namespace DialIn.Tests.Service;

/// <summary>The whole service, a real Redis, and a simulated server of each era behind it: the moderators read the PIN, nobody else does.</summary>
public class ModeratorChatTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BbbVersion.V23)]
    [InlineData(BbbVersion.V25)]
    [InlineData(BbbVersion.V27)]
    [InlineData(BbbVersion.V30)]
    public async Task EachModerator_ReadsThePinOnce_AlsoLateAndPromotedOnes_AndNoViewerEver(BbbVersion version)
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var service = await StartAsync(redis, version);
        var pin = await service.ReserveAsync("room", Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room") { Welcome = "Welcome" }, moderator: null);

        var first = meeting.Join("First", MeetingRole.Moderator);
        var viewer = meeting.Join("Viewer", MeetingRole.Viewer);
        var promoted = meeting.Join("Promoted", MeetingRole.Viewer);
        await Waiting.UntilAsync(() => meeting.Shown(first, pin) == 1, Cancel);
        var late = meeting.Join("Late", MeetingRole.Moderator);
        await Waiting.UntilAsync(() => meeting.Shown(late, pin) == 1, Cancel);
        Assert.False(meeting.WasSent(promoted, pin));
        meeting.SetRole(promoted, MeetingRole.Moderator);
        await Waiting.UntilAsync(() => meeting.Shown(promoted, pin) == 1, Cancel);

        Assert.False(meeting.WasSent(viewer, pin));
        Assert.All([first, late, promoted], user => Assert.Equal(1, meeting.Shown(user, pin)));
        Assert.All(meeting.PrivateChats, static chat => Assert.Equal(2, chat.Participants.Count));
    }

    [Fact]
    public async Task Restart_ModeratorsOfBeforeReadNothingTwice_AndThoseWhoCameMeanwhileReadIt()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var service = await StartAsync(redis, BbbVersion.V27);
        var pin = await service.ReserveAsync("room", Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"), moderator: null);
        var before = meeting.Join("Before", MeetingRole.Moderator);
        await Waiting.UntilAsync(() => meeting.Shown(before, pin) == 1, Cancel);

        MeetingUser meanwhile = null!, demoted = meeting.Join("Demoted", MeetingRole.Viewer);
        await service.RestartAsync(
            () =>
            {
                meanwhile = meeting.Join("Meanwhile", MeetingRole.Moderator);
                return Task.CompletedTask;
            },
            Cancel);
        await Waiting.UntilAsync(() => meeting.Shown(meanwhile, pin) == 1, Cancel);
        var after = meeting.Join("After", MeetingRole.Moderator);
        await Waiting.UntilAsync(() => meeting.Shown(after, pin) == 1, Cancel);

        Assert.Equal(1, meeting.Shown(before, pin));
        Assert.False(meeting.WasSent(demoted, pin));
    }

    [Theory]
    [InlineData(BbbVersion.V23)]
    [InlineData(BbbVersion.V30)]
    public async Task RedisThatIsRestarted_TellsOfThoseWhoCameMeanwhile(BbbVersion version)
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var service = await StartAsync(redis, version);
        var pin = await service.ReserveAsync("room", Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"), moderator: null);
        var before = meeting.Join("Before", MeetingRole.Moderator);
        await Waiting.UntilAsync(() => meeting.Shown(before, pin) == 1, Cancel);

        await redis.KillAsync();
        var meanwhile = meeting.Join("Meanwhile", MeetingRole.Moderator);
        var viewer = meeting.Join("Viewer", MeetingRole.Viewer);
        await redis.StartAgainAsync(Cancel);
        await Waiting.UntilAsync(() => meeting.Shown(meanwhile, pin) == 1, Cancel);

        Assert.Equal(1, meeting.Shown(before, pin));
        Assert.False(meeting.WasSent(viewer, pin));
    }

    [Fact]
    public async Task PinThatIsReservedWhileTheMeetingRuns_IsToldThen()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var service = await StartAsync(redis, BbbVersion.V30);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"), moderator: null);
        meeting.Join("Viewer", MeetingRole.Viewer);
        await Waiting.UntilAsync(async () => await Announcements(service) is [var one] && one.GetProperty("whyNone").GetString() == "NoModerator", Cancel);
        var moderator = meeting.Join("Moderator", MeetingRole.Moderator);
        await Waiting.UntilAsync(async () => await Announcements(service) is [var one] && one.GetProperty("whyNone").GetString() == "NoPin", Cancel);

        var pin = await service.ReserveAsync("room", Cancel);

        await Waiting.UntilAsync(() => meeting.Shown(moderator, pin) == 1, Cancel);
        await Waiting.UntilAsync(async () => await Announcements(service) is [var one] && one.GetProperty("whyNone").ValueKind == JsonValueKind.Null, Cancel);
    }

    [Fact]
    public async Task ChatThatIsSwitchedOff_IsSaidToTheOperator()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var service = await StartAsync(redis, BbbVersion.V27, static options => options with { IsChatDisabled = true });
        var pin = await service.ReserveAsync("room", Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"), moderator: null);
        var moderator = meeting.Join("Moderator", MeetingRole.Moderator);

        await Waiting.UntilAsync(async () => await Announcements(service) is [var one] && one.GetProperty("whyNone").GetString() == "NoAnswer", Cancel);

        Assert.False(meeting.WasSent(moderator, pin));
        Assert.DoesNotContain(service.Log.GetSnapshot(), entry => entry.Message.Contains(pin, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PasswordOfRedis_ComesFromItsFile()
    {
        await using var redis = await RedisServer.StartAsync(Cancel, "redis-password");
        await using var service = await StartAsync(redis, BbbVersion.V27, static options => options with { RedisPassword = "redis-password" }, "redis-password");
        var pin = await service.ReserveAsync("room", Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"), moderator: null);
        var moderator = meeting.Join("Moderator", MeetingRole.Moderator);

        await Waiting.UntilAsync(() => meeting.Shown(moderator, pin) == 1, Cancel);

        Assert.DoesNotContain(service.Log.GetSnapshot(), static entry => entry.Message.Contains("redis-password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PublicHint_IsReadByAll_AndHoldsNoPin()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var service = await StartAsync(redis, BbbVersion.V30, announce: new { Redis = redis.EndPoint, PublicHint = true, Language = "en" });
        var pin = await service.ReserveAsync("room", Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"), moderator: null);
        var viewer = meeting.Join("Viewer", MeetingRole.Viewer);

        await Waiting.UntilAsync(() => meeting.View(viewer).ChatPanel.Any(static line => line.Contains("phone", StringComparison.OrdinalIgnoreCase)), Cancel);

        Assert.Single(meeting.View(viewer).ChatPanel);
        Assert.False(meeting.WasSent(viewer, pin));
    }

    private static async Task<List<JsonElement>> Announcements(RunningService service)
    {
        using var client = new HttpClient { BaseAddress = service.Http };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningService.Token);
        return [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/announcements", Cancel)).EnumerateArray()];
    }

    private static Task<RunningService> StartAsync(
        RedisServer redis, BbbVersion version, Func<SimulatedBbbServerOptions, SimulatedBbbServerOptions>? change = null, string? password = null, object? announce = null)
    {
        var options = new SimulatedBbbServerOptions { Version = version, Redis = redis.EndPoint };
        return RunningService.StartAsync(Cancel, serverOptions: change?.Invoke(options) ?? options, prepare: (service, section) =>
        {
            var file = password is null ? null : service.Folder.Write("redis.password", password, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            section["Servers"] = new[]
            {
                new
                {
                    service.Server.Name,
                    ApiUrl = service.Server.ApiUrl.ToString(),
                    service.Server.Secret,
                    SipUri = service.Server.SipUriTemplate,
                    Announce = announce ?? new { Redis = redis.EndPoint, RedisPasswordFile = file },
                },
            };
        });
    }
}
