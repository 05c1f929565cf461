using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DialIn.Simulator.Meetings;
using DialIn.Tests.Repository;
using DialIn.Tests.Service;

namespace DialIn.Tests.Operations;

public class CallerNameEndpointsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NameOfANumber_IsWhatTheMeetingSees_AndTheNumberIsNowhere()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        using var client = Client(service);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);

        using var answer = await client.PutAsJsonAsync("/api/v1/callers", new { number = "+49 1511 2345634", name = " Anna\tMüller " }, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Anna Müller", (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("name").GetString());

        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var participant = await service.Server.Conference(meeting.VoiceBridge).WaitForParticipantAsync(Cancel);

        Assert.Equal("Anna Müller", participant.CallerName);
        Assert.Matches("^999[0-9]{12}$", participant.CallerNumber);
        foreach (var file in Directory.EnumerateFiles(service.Folder.Path, "dialin.db*"))
        {
            // The called number is in the records, the caller's is nowhere.
            using var database = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(database, System.Text.Encoding.Latin1);
            Assert.DoesNotContain("15112345634", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TwoCallers_WithTheSameLastDigits_AreToldApart_AndHaveNumbersOfTheirOwn()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);
        var conference = service.Server.Conference(meeting.VoiceBridge);

        await using var one = await service.CallWithPinAsync(pin, Cancel);
        await conference.WaitForCountAsync(1, Cancel);
        await using var other = await service.AnsweredCallAsync(Cancel, new() { From = "+4915199999934", To = RunningService.Number });
        await other.WaitForPromptAsync(Cancel);
        await other.SendDigitsAsync(pin, Cancel);
        await conference.WaitForCountAsync(2, Cancel);

        Assert.Equal(["Telefon …34", "Telefon …34 (2)"], conference.Participants.Select(static caller => caller.CallerName).Order());
        Assert.Equal(2, conference.Participants.DistinctBy(static caller => caller.CallerNumber).Count());
    }

    [Theory]
    [InlineData("GLOBAL_AUDIO_7-bbbID-\"Eva\" <sip:eva@example.org>;tag=1", "GLOBAL AUDIO 7-- Eva sip eva example.org")]
    [InlineData("Siobhán O'Hara (2.) … 王", "Siobhán O'Hara (2.) … 王")]
    public async Task Name_OfAnySigns_ReachesTheMeetingWhole_OrWithoutThem(string name, string shown)
    {
        await using var service = await RunningService.StartAsync(Cancel);
        using var client = Client(service);
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);
        using var answer = await client.PutAsJsonAsync("/api/v1/callers", new { number = RunningService.Caller, name }, Cancel);

        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var participant = await service.Server.Conference(meeting.VoiceBridge).WaitForParticipantAsync(Cancel);

        Assert.Equal(shown, participant.CallerName);
    }

    [Fact]
    public async Task NumberThatSpeaksFrench_WithSoundsOfAsterisk_IsHeard_AndItsCallerIsShownInFrench()
    {
        await using var service = await RunningService.StartAsync(Cancel, section =>
        {
            section["PhoneNumbers"] = new[] { new { RunningService.Number, Languages = new[] { "fr" } } };
            section["Prompts"] = new { Folder = Path.Combine(Checkout.Root, "sip-config/prompts") };
        });
        var meeting = service.Server.CreateMeeting(new MeetingRequest("room", "Room"));
        var pin = await service.ReserveAsync("room", Cancel);

        await using var call = await service.CallWithPinAsync(pin, Cancel);
        var participant = await service.Server.Conference(meeting.VoiceBridge).WaitForParticipantAsync(Cancel);

        Assert.Equal("Téléphone …34", participant.CallerName);
    }

    [Theory]
    [InlineData("""{ "number": "06151 1234567", "name": "Anna" }""", "number must be")]
    [InlineData("""{ "number": "anna", "name": "Anna" }""", "number must be")]
    [InlineData("""{ "name": "Anna" }""", "number must be")]
    [InlineData("""{ "number": "+4961511234534", "name": "anonymous" }""", "name must have")]
    [InlineData("""{ "number": "+4961511234534", "name": "-bbbID-" }""", "name must have")]
    public async Task BadRequest_IsRefusedWithTheRule_AndWithoutTheNumber(string json, string rule)
    {
        await using var service = await RunningService.StartAsync(Cancel);
        using var client = Client(service);

        using var answer = await client.PutAsync("/api/v1/callers", new StringContent(json, new MediaTypeHeaderValue("application/json")), Cancel);

        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(rule, text, StringComparison.Ordinal);
        Assert.DoesNotContain("1234534", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutAToken_NobodyGivesNames()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        using var client = new HttpClient { BaseAddress = service.Http };

        using var answer = await client.PutAsJsonAsync("/api/v1/callers", new { number = "+4961511234534", name = "Anna" }, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static HttpClient Client(RunningService service)
    {
        var client = new HttpClient { BaseAddress = service.Http };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningService.Token);
        return client;
    }
}
