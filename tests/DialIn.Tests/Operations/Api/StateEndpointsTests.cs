using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DialIn.Announcements;
using DialIn.Tests.Service;
using DialIn.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Operations.Api;

public class StateEndpointsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task State_ShowsCallsMasked_TrunksAndServers()
    {
        await using var site = await ApiSite.StartAsync();
        await using var call = await site.Service.AnsweredCallAsync(Cancel);

        var calls = await site.Client.GetFromJsonAsync<JsonElement>("/api/v1/calls", Cancel);
        var trunks = await site.Client.GetFromJsonAsync<JsonElement>("/api/v1/trunks", Cancel);
        var servers = await site.Client.GetFromJsonAsync<JsonElement>("/api/v1/servers", Cancel);

        var pool = await site.Client.GetFromJsonAsync<JsonElement>("/api/v1/pins", Cancel);

        Assert.Equal(0, servers[0].GetProperty("callers").GetInt32());
        Assert.Equal(pool.GetProperty("free").GetInt32() < pool.GetProperty("lowWater").GetInt32(), pool.GetProperty("isLow").GetBoolean());
        Assert.Equal("+49…34", calls[0].GetProperty("caller").GetString());
        Assert.Equal(RunningService.Number, calls[0].GetProperty("calledNumber").GetString());
        Assert.Equal("Static", trunks[0].GetProperty("state").GetString());
        Assert.Equal("bbb1", servers[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Calls_PageByPage_AreAllOfThemOnce_TheLongestFirst()
    {
        await using var site = await ApiSite.StartAsync();
        await using var first = await site.Service.AnsweredCallAsync(Cancel);
        await using var second = await site.Service.AnsweredCallAsync(Cancel);
        await using var third = await site.Service.AnsweredCallAsync(Cancel);
        var all = (await site.Client.GetFromJsonAsync<JsonElement>("/api/v1/calls", Cancel)).EnumerateArray().Select(Id).ToList();
        Assert.Equal(3, all.Count);

        Assert.Equal(all, await AllAsync(site, "/api/v1/calls?limit=1", Id));
        static string Id(JsonElement call) => call.GetProperty("id").GetString()!;
    }

    [Fact]
    public async Task RecordsAndAnnouncements_PageByPage_AreAllOfThemOnce_TheNewestFirst()
    {
        await using var site = await ApiSite.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var announcements = site.Service.Application.Services.GetRequiredService<IAnnouncementStore>();
        foreach (var i in new[] { 3, 0, 4, 1, 2 })
        {
            await site.Service.Records.AddAsync(CallRecords.Of($"call-{i}", now.AddMinutes(-i)), Cancel);
            await announcements.RecordAsync(new Announcement($"room-{i}", $"int-{i}", "bbb1", AnnouncementWay.ModeratorChat, now.AddMinutes(-i), AnnouncementOutcome.Announced), Cancel);
        }

        Assert.Equal(
            ["call-0", "call-1", "call-2", "call-3", "call-4"], await AllAsync(site, "/api/v1/call-records?limit=2", static record => record.GetProperty("id").GetString()!));
        Assert.Equal(
            ["room-0", "room-1", "room-2", "room-3", "room-4"], await AllAsync(site, "/api/v1/announcements?limit=2", static meeting => meeting.GetProperty("meetingId").GetString()!));
        foreach (var list in new[] { "calls", "call-records", "announcements", "meetings" })
        {
            using var wrong = await site.Client.GetAsync($"/api/v1/{list}?limit=0&cursor=%2F", Cancel);
            await ApiSite.ProblemAsync(HttpStatusCode.BadRequest, wrong);
        }

        // One of another list; moments that are none.
        foreach (var (list, cursor) in new[]
        {
            ("call-records", "room"), ("announcements", "room"), ("call-records", "9223372036854775808/x"),
            ("announcements", """["0","0","9223372036854775807","","bbb1","x"]"""), ("announcements", """["0","0","253402300800000","","bbb1","x"]"""),
        })
        {
            using var wrong = await site.Client.GetAsync($"/api/v1/{list}?cursor={Base64Url.EncodeToString(Encoding.UTF8.GetBytes(cursor))}", Cancel);
            Assert.Contains("cursor", await ApiSite.ProblemAsync(HttpStatusCode.BadRequest, wrong), StringComparison.Ordinal);
        }
    }

    private static async Task<List<string>> AllAsync(ApiSite site, string first, Func<JsonElement, string> nameOf)
    {
        var seen = new List<string>();
        for (var next = first; next is not null;)
        {
            using var answer = await site.Client.GetAsync(next, Cancel);
            seen.AddRange((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).EnumerateArray().Select(nameOf));
            next = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        return seen;
    }
}
