using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DialIn.Pins;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Operations.Api;

public class MeetingEndpointsTests(SharedApiSite shared) : IClassFixture<SharedApiSite>
{
    private readonly ApiSite _site = shared.Site;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_IsCreatedOnce_AndTheSameFromThenOn()
    {
        using var first = await _site.PutAsync("math-101");
        using var second = await _site.PutAsync("math-101", "{}");
        using var third = await _site.Client.GetAsync("/api/v1/meetings/math-101", Cancel);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode, third.StatusCode));
        Assert.Equal("/api/v1/meetings/math-101", first.Headers.Location?.ToString());
        var text = await first.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(text, await second.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(text, await third.Content.ReadAsStringAsync(Cancel));
        Assert.True(first.Headers.CacheControl?.NoStore);
        Assert.True(third.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Put_AnswersWithAllThatAnInvitationNeeds()
    {
        await using var site = await ApiSite.StartAsync(section => section["PhoneNumbers"] = new object[]
        {
            new { Number = "+4961511234567", Label = "Darmstadt", Languages = new[] { "de", "en" } },
            new { Number = "+12125550123", Languages = new[] { "en" } },
        });

        var room = await site.ReserveAsync("math-101", """{ "name": "Ännchens \"Kurs\"", "language": "de-AT", "until": "2099-12-24T18:00+01:00" }""");

        var pin = room.GetProperty("pin").GetString()!;
        Assert.Matches("^[1-9][0-9]{8}$", pin);
        Assert.Equal($"{pin[..3]} {pin[3..6]} {pin[6..]}", room.GetProperty("pinGrouped").GetString());
        Assert.Equal("math-101", room.GetProperty("meetingId").GetString());
        Assert.Equal("Ännchens \"Kurs\"", room.GetProperty("name").GetString());
        Assert.Equal("de", room.GetProperty("language").GetString());
        Assert.Equal(new DateTimeOffset(2099, 12, 24, 17, 0, 0, TimeSpan.Zero), room.GetProperty("until").GetDateTimeOffset());
        var numbers = room.GetProperty("numbers").EnumerateArray().ToList();
        Assert.Equal(["+4961511234567", "+12125550123"], numbers.Select(static number => number.GetProperty("number").GetString()));
        Assert.Equal(["Darmstadt", null], numbers.Select(static number => number.GetProperty("label").GetString()));
        Assert.Equal($"tel:+12125550123,,{pin}", numbers[1].GetProperty("oneTap").GetString());
        Assert.Equal("/api/v1/meetings/math-101/qr.png?number=%2B12125550123", numbers[1].GetProperty("qrPng").GetString());
        foreach (var language in new[] { "de", "en" })
        {
            Assert.Contains("Ännchens \"Kurs\"", room.GetProperty("invitation").GetProperty(language).GetString(), StringComparison.Ordinal);
            Assert.Contains(room.GetProperty("pinGrouped").GetString()!, room.GetProperty("invitation").GetProperty(language).GetString(), StringComparison.Ordinal);
            Assert.Contains($"tel:+4961511234567,,{pin}", room.GetProperty("calendar").GetProperty(language).GetString()!.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Put_WithABody_ChangesWhatItSays_AndNeverShortensTheTime()
    {
        var first = await _site.ReserveAsync("changing", """{ "name": "Old", "until": "2099-01-02T00:00Z" }""");
        var second = await _site.ReserveAsync("changing", """{ "name": "New", "until": "2099-01-01T00:00Z", "language": null }""");
        var third = await _site.ReserveAsync("changing");

        Assert.Equal(first.GetProperty("pin").GetString(), third.GetProperty("pin").GetString());
        Assert.Equal(first.GetProperty("until").GetString(), second.GetProperty("until").GetString());
        Assert.Equal("New", third.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, third.GetProperty("until").ValueKind);
    }

    [Fact]
    public async Task Put_OfOneRoomFromManyAtOnce_IsCreatedByOne()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _site.PutAsync("crowded")));

        Assert.Single(answers, static answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(static answer => answer.StatusCode == HttpStatusCode.OK));
        var texts = await Task.WhenAll(answers.Select(static answer => answer.Content.ReadAsStringAsync(Cancel)));
        Assert.Single(texts.Distinct());
        Array.ForEach(answers, static answer => answer.Dispose());
    }

    [Fact]
    public async Task Put_OnAnEmptyPool_MakesPinsAtOnce_UnlessTheOperatorBringsThem()
    {
        // Without a low-water mark nothing but the request fills the pool.
        await using var site = await ApiSite.StartAsync(section => section["Pins"] = new { LowWater = 0, RefillTo = 20 });
        Assert.Equal(0, (await site.Service.Application.Services.GetRequiredService<IPinStore>().CountAsync(Cancel)).Free);
        await site.ReserveAsync("room");
        Assert.Equal(new PinPoolCounts(19, 1, 0), await site.Service.Application.Services.GetRequiredService<IPinStore>().CountAsync(Cancel));

        await using var strict = await ApiSite.StartAsync(section => section["Pins"] = new { LowWater = 0, RefillTo = 0 });
        using var refused = await strict.PutAsync("room");
        Assert.Contains("dialin pins generate", await ApiSite.ProblemAsync(HttpStatusCode.Conflict, refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_TakesThePinAway_AndItDoesNotComeBack()
    {
        var pin = (await _site.ReserveAsync("released")).GetProperty("pin").GetString();

        using var deleted = await _site.Client.DeleteAsync(ApiSite.PathOf("released"), Cancel);
        using var again = await _site.Client.DeleteAsync(ApiSite.PathOf("released"), Cancel);
        using var read = await _site.Client.GetAsync(ApiSite.PathOf("released"), Cancel);

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await ApiSite.ProblemAsync(HttpStatusCode.NotFound, again);
        Assert.Contains("PUT /api/v1/meetings/{meetingId}", await ApiSite.ProblemAsync(HttpStatusCode.NotFound, read), StringComparison.Ordinal);
        Assert.NotEqual(pin, (await _site.ReserveAsync("released")).GetProperty("pin").GetString());
    }

    [Fact]
    public async Task List_LeadsFromPageToPage_AndShowsNoPin()
    {
        await using var site = await ApiSite.StartAsync();
        string[] rooms = ["a b", "a+b", "a/b", "room, no", "room-1", "room-2", "Übung"];
        var pins = new List<string>();
        foreach (var room in rooms.Where(static room => !room.Contains(',')))
        {
            pins.Add((await site.ReserveAsync(room)).GetProperty("pin").GetString()!);
        }

        var seen = new List<string>();
        string? next = "/api/v1/meetings?limit=2";
        while (next is not null)
        {
            using var answer = await site.Client.GetAsync(next, Cancel);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.DoesNotContain(pins, pin => text.Contains(pin, StringComparison.Ordinal));
            Assert.DoesNotContain("pin", text, StringComparison.OrdinalIgnoreCase);
            seen.AddRange(JsonSerializer.Deserialize<JsonElement>(text).EnumerateArray().Select(static room => room.GetProperty("meetingId").GetString()!));
            next = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
            Assert.Equal(next is null ? null : "rel=\"next\"", links?.Single().Split("; ")[1]);
        }

        Assert.Equal(["a b", "a+b", "a/b", "room-1", "room-2", "Übung"], seen);
        Assert.Equal(6, (await site.Client.GetFromJsonAsync<JsonElement>("/api/v1/meetings", Cancel)).GetArrayLength());
    }

    [Fact]
    public async Task Pin_IsInNoLogAndNoProblem()
    {
        await using var site = await ApiSite.StartAsync();
        var pin = (await site.ReserveAsync("room", """{ "name": "Seminar" }""")).GetProperty("pin").GetString()!;
        var problems = new List<string>();
        foreach (var (method, path) in new[]
        {
            ("GET", "/room/qr.png?size=1"),
            ("GET", "/room/qr.svg?number=1"),
            ("GET", "/room/nothing"),
            ("GET", "?limit=x"),
            // Somebody took the PIN for the id.
            ("GET", $"/{pin}"),
            ("DELETE", $"/{pin}"),
            ("GET", $"/{pin}/qr.png"),
            ("GET", $"/{pin}/nothing"),
            ("POST", $"/{pin}"),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/meetings{path}");
            using var answer = await site.Client.SendAsync(request, Cancel);
            Assert.False(answer.IsSuccessStatusCode);
            problems.Add(await answer.Content.ReadAsStringAsync(Cancel));
        }

        using var qr = await site.Client.GetAsync("/api/v1/meetings/room/qr.png", Cancel);
        using var unread = await site.PutAsync("room", $$"""{ "pin": "{{pin}}" }""");
        problems.Add(await ApiSite.ProblemAsync(HttpStatusCode.BadRequest, unread));
        using var deleted = await site.Client.DeleteAsync(ApiSite.PathOf("room"), Cancel);

        Assert.DoesNotContain(problems, problem => problem.Contains(pin, StringComparison.Ordinal));
        var log = site.Service.Log.GetSnapshot();
        Assert.Equal([3306, 3307], log.Select(static record => record.Id.Id).Where(static id => id is 3306 or 3307));
        Assert.DoesNotContain(log, record => record.Message.Contains(pin, StringComparison.Ordinal) || record.Exception?.ToString().Contains(pin, StringComparison.Ordinal) == true);
    }
}
