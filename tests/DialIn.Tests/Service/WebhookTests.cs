using System.Net;
using System.Net.Http.Headers;
using DialIn.Meetings;
using DialIn.Simulator;
using DialIn.Simulator.Meetings;
using DialIn.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Service;

/// <summary>Webhooks of both eras, from a simulated server to the whole service.</summary>
public class WebhookTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BbbVersion.V23, false)]
    [InlineData(BbbVersion.V27, true)]
    [InlineData(BbbVersion.V30, false)]
    [InlineData(BbbVersion.V30, true)]
    public async Task RegisteredHook_TellsOfMeetings_AndThePasswordsInItAreNowhereInTheLog(BbbVersion version, bool isBearer)
    {
        await using var service = await StartAsync(new SimulatedBbbServerOptions { Version = version, HooksAreBearer = isBearer });
        await Waiting.UntilAsync(() => service.Server.Hooks.Count == 1, Cancel);
        Assert.Equal(["meeting-created", "meeting-ended", "user-joined"], service.Server.Hooks[0].Events);

        // Polls are not answered: whatever is known of the meeting has come by the webhooks.
        service.Server.HoldApi();
        var meetings = service.Application.Services.GetRequiredService<MeetingDirectory>();
        var meeting = service.Server.CreateMeeting(new MeetingRequest("Räume \"1\" 😀", "Room\\") { ModeratorPassword = "mod-pass-1", AttendeePassword = "view-pass-1" }, moderator: null);

        await Waiting.UntilAsync(() => meetings.RunningOn("bbb1").Any(one => one.InternalId == meeting.InternalId), Cancel);
        await service.Server.EndMeetingAsync(meeting.MeetingId);
        await Waiting.UntilAsync(() => meetings.RunningOn("bbb1").Count == 0, Cancel);
        Assert.DoesNotContain(service.Log.GetSnapshot(), static entry => entry.Id.Id == 3407);
        Assert.DoesNotContain(service.Log.GetSnapshot(), static entry =>
            entry.Message.Contains("mod-pass-1", StringComparison.Ordinal) || entry.Message.Contains("view-pass-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhoDoesNotKnowTheSecret_IsRefused_AndTellsNothing()
    {
        await using var service = await StartAsync(new SimulatedBbbServerOptions());
        using var client = new HttpClient { BaseAddress = service.Http };

        foreach (var (query, token) in new[] { ("", null), ("?checksum=" + new string('0', 40), null), ("?checksum=", null), ("", "wrong"), ("", "") })
        {
            using var request = Event("hooks/bigbluebutton/bbb1" + query);
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            using var answer = await client.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        Assert.Null(service.Application.Services.GetRequiredService<MeetingDirectory>().Find("forged"));
        Assert.Single(service.Log.GetSnapshot(), static entry => entry.Id.Id == 3407);
    }

    [Fact]
    public async Task UnknownServer_TooMuch_AndNoJson_AreRefusedEachInItsWay()
    {
        await using var service = await StartAsync(new SimulatedBbbServerOptions());
        using var client = new HttpClient { BaseAddress = service.Http };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", service.Server.Secret);

        using var unknown = await client.SendAsync(Event("hooks/bigbluebutton/nobody"), Cancel);
        using var large = await client.PostAsync("hooks/bigbluebutton/bbb1", new StringContent(new string('x', 300_000)), Cancel);
        using var noJson = await client.PostAsync("hooks/bigbluebutton/bbb1", new StringContent("event=%5B&timestamp=1&domain=d"), Cancel);
        using var good = await client.SendAsync(Event("hooks/bigbluebutton/bbb1"), Cancel);

        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.Accepted, HttpStatusCode.OK],
            [unknown.StatusCode, large.StatusCode, noJson.StatusCode, good.StatusCode]);
    }

    private static HttpRequestMessage Event(string path) => new(HttpMethod.Post, path)
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["domain"] = "bbb1",
            ["event"] = """[{"data":{"type":"event","id":"meeting-created","attributes":{"meeting":{"internal-meeting-id":"x-1","external-meeting-id":"forged","voice-conf":"71347","create-time":1}}}}]""",
            ["timestamp"] = "1",
        }),
    };

    private static Task<RunningService> StartAsync(SimulatedBbbServerOptions options)
    {
        var port = TestPorts.NextFree();
        return RunningService.StartAsync(Cancel, serverOptions: options, prepare: (service, section) =>
        {
            section["Http"] = new { Listen = $"http://127.0.0.1:{port}", ApiToken = RunningService.Token };
            section["Servers"] = new[]
            {
                new
                {
                    service.Server.Name,
                    ApiUrl = service.Server.ApiUrl.ToString(),
                    service.Server.Secret,
                    SipUri = service.Server.SipUriTemplate,
                    Hooks = new { CallbackUrl = $"http://127.0.0.1:{port}/hooks/bigbluebutton/{service.Server.Name}" },
                },
            };
        });
    }
}
