using System.Collections.Concurrent;
using System.Net;
using DialIn.Pins;
using DialIn.Simulator;
using DialIn.Simulator.Chats;
using DialIn.Simulator.Meetings;
using DialIn.Testing;
using DialIn.Tests.Announcements;
using DialIn.Tests.BigBlueButton;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Service;

/// <summary>
/// A front end creates through the endpoint of the whole service, before a simulated server of each era: moderators read number and PIN
/// where that era's client shows them, and nobody else does, in no field of any answer.
/// </summary>
public class EndpointChatTests
{
    private const string Secret = "secret-of-greenlight-63925";
    private const string Room = "room";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BbbVersion.V23)]
    [InlineData(BbbVersion.V25)]
    [InlineData(BbbVersion.V27)]
    [InlineData(BbbVersion.V30)]
    public async Task Create_ModeratorsReadNumberAndPin_WhereTheEraShowsThem_AndNobodyElseInAnyField(BbbVersion version)
    {
        await using var service = await StartAsync(version);
        await using var listener = await HookListener.StartAsync();
        using var frontEnd = new SigningFrontEnd(service.Http, Secret);
        var pin = await service.ReserveAsync(Room, Cancel);
        await frontEnd.CallAsync("hooks/create", Cancel, ("callbackURL", listener.Url));

        var meeting = await CreateAsync(frontEnd, service);
        var first = await JoinAsync(frontEnd, meeting, "First", MeetingRole.Moderator);
        var viewer = await JoinAsync(frontEnd, meeting, "Viewer", MeetingRole.Viewer);
        var promoted = await JoinAsync(frontEnd, meeting, "Promoted", MeetingRole.Viewer);
        var late = await JoinAsync(frontEnd, meeting, "Late", MeetingRole.Moderator);
        Assert.False(meeting.WasSent(promoted, pin));
        meeting.SetRole(promoted, MeetingRole.Moderator);

        var isInDetails = version == BbbVersion.V30;
        Assert.All([first, late], moderator => AssertShown(meeting.View(moderator), pin, isInDetails));
        // 2.x tells whoever comes in as moderator, and nobody afterwards; 3.0 asks for the role of now.
        Assert.Equal(isInDetails ? 1 : 0, meeting.Shown(promoted, pin));
        Assert.Equal(isInDetails, meeting.WasSent(promoted, pin));
        meeting.Leave(promoted);
        AssertShown(meeting.View(await JoinAsync(frontEnd, meeting, "Promoted", MeetingRole.Moderator)), pin, isInDetails);

        await frontEnd.CallAsync("getMeetings", Cancel);
        await frontEnd.CallAsync("getMeetingInfo", Cancel, ("meetingID", Room));
        await frontEnd.CallAsync("isMeetingRunning", Cancel, ("meetingID", Room));
        var viewed = meeting.View(viewer);
        Assert.Equal(["Welcome to Room"], viewed.Shown);
        Assert.False(meeting.WasSent(viewer, pin));
        await frontEnd.CallAsync("end", Cancel, ("meetingID", Room));
        // Webhooks tell in order: whatever was told before is here.
        await Waiting.UntilAsync(() => listener.Bodies.Any(static body => body.Contains("meeting-ended", StringComparison.Ordinal)), Cancel);
        Assert.Equal(5, listener.Bodies.Count(static body => body.Contains("user-joined", StringComparison.Ordinal)));
        Assert.Contains(frontEnd.Answers, static answer => answer.Contains("<attendee>", StringComparison.Ordinal));
        string[] told = [.. frontEnd.Answers, .. listener.Bodies];
        Assert.DoesNotContain(told, text => Readers.Holds(text, pin));
    }

    [Theory]
    [InlineData(BbbVersion.V23)]
    [InlineData(BbbVersion.V25)]
    [InlineData(BbbVersion.V27)]
    public async Task Promoted_WhereRedisIsBesideTheEndpoint_ReadThePinWithoutJoiningAgain(BbbVersion version)
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var service = await StartAsync(version, redis.EndPoint);
        using var frontEnd = new SigningFrontEnd(service.Http, Secret);
        var pin = await service.ReserveAsync(Room, Cancel);
        // Its texts would be German: the number's first language.
        await service.Application.Services.GetRequiredService<IReservationStore>().ReserveAsync(new ReservationRequest(Room, Language: "en"), Cancel);
        var meeting = await CreateAsync(frontEnd, service);
        var first = await JoinAsync(frontEnd, meeting, "First", MeetingRole.Moderator);
        var viewer = await JoinAsync(frontEnd, meeting, "Viewer", MeetingRole.Viewer);
        var promoted = await JoinAsync(frontEnd, meeting, "Promoted", MeetingRole.Viewer);

        meeting.SetRole(promoted, MeetingRole.Moderator);
        await Waiting.UntilAsync(() => meeting.Shown(promoted, pin) == 1, Cancel);

        var view = meeting.View(promoted);
        Assert.Equal($"Joining by telephone: +49 6151 1234567, PIN {Readers.Grouped(pin)}. Please give both to everybody who would like to call. Only moderators see this message.", Assert.Single(view.PrivateChats));
        Assert.Equal(["Welcome to Room"], view.ChatPanel);
        Assert.Contains("<b>Joining by telephone</b>", meeting.View(first).ChatPanel[1], StringComparison.Ordinal);
        Assert.False(meeting.WasSent(viewer, pin));
    }

    private static void AssertShown(ClientView view, string pin, bool isInDetails)
    {
        var message = Assert.Single(isInDetails ? view.SessionDetails : view.ChatPanel.Skip(1));
        Assert.StartsWith("Invite your guests<br>", message, StringComparison.Ordinal);
        Assert.Contains($"\"tel:{RunningService.Number},,{pin}\"", message, StringComparison.Ordinal);
        Assert.Contains("+49 6151 1234567", message, StringComparison.Ordinal);
        Assert.Contains(Readers.Grouped(pin), message, StringComparison.Ordinal);
        string[] all = ["Welcome to Room", message];
        Assert.Equal(all, view.Shown);
    }

    private static async Task<SimulatedMeeting> CreateAsync(SigningFrontEnd frontEnd, RunningService service)
    {
        var created = await frontEnd.CallAsync(
            "create", Cancel, ("meetingID", Room), ("name", "Room"), ("welcome", "Welcome to %%CONFNAME%%"), ("moderatorOnlyMessage", "Invite your guests"), ("dialNumber", RunningService.Number));
        var meeting = Assert.Single(service.Server.Meetings);
        Assert.Equal(meeting.InternalId, (string?)created.Element("internalMeetingID"));
        // What clients of every era take for no number.
        Assert.Equal("613-555-1234", (string?)created.Element("dialNumber"));
        return meeting;
    }

    private static async Task<MeetingUser> JoinAsync(SigningFrontEnd frontEnd, SimulatedMeeting meeting, string fullName, MeetingRole role)
    {
        var password = role == MeetingRole.Moderator ? meeting.ModeratorPassword : meeting.AttendeePassword;
        var joined = await frontEnd.CallAsync("join", Cancel, ("meetingID", Room), ("fullName", fullName), ("password", password), ("redirect", "false"));
        return Assert.Single(meeting.Users, user => user.InternalId == (string?)joined.Element("user_id"));
    }

    private static Task<RunningService> StartAsync(BbbVersion version, string? redis = null) => RunningService.StartAsync(
        Cancel,
        serverOptions: new SimulatedBbbServerOptions { Version = version, Redis = redis },
        prepare: (service, section) =>
        {
            section["BbbEndpoint"] = new { Enabled = true, FrontEnds = new[] { new { Name = "greenlight", Secret } } };
            section["Servers"] = new[]
            {
                new { service.Server.Name, ApiUrl = service.Server.ApiUrl.ToString(), service.Server.Secret, SipUri = service.Server.SipUriTemplate, Announce = new { Redis = redis } },
            };
        });

    /// <summary>Somebody whom the server's webhooks tell.</summary>
    private sealed class HookListener : IAsyncDisposable
    {
        private HttpBbb _http = null!;

        /// <summary>What it was told, as it reads.</summary>
        public ConcurrentQueue<string> Bodies { get; } = new();

        public string Url => _http.ApiUrl;

        public static async Task<HookListener> StartAsync()
        {
            var listener = new HookListener();
            listener._http = await HttpBbb.StartAsync(async http =>
            {
                using var reader = new StreamReader(http.Request.Body);
                listener.Bodies.Enqueue(WebUtility.UrlDecode(await reader.ReadToEndAsync(Cancel)));
            });
            return listener;
        }

        public ValueTask DisposeAsync() => _http.DisposeAsync();
    }
}
