using System.Net.Http.Json;
using System.Text.Json;
using DialIn.Tests.Service;

namespace DialIn.Tests.Operations.Api;

public class StateEndpointsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task State_ShowsCallsMasked_TrunksAndServers()
    {
        await using var site = await ApiSite.StartAsync();
        await using var call = await site.Service.CallAsync(Cancel);
        await call.Answered.WaitAsync(Cancel);

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
        await using var first = await site.Service.CallAsync(Cancel);
        await first.Answered.WaitAsync(Cancel);
        await using var second = await site.Service.CallAsync(Cancel);
        await second.Answered.WaitAsync(Cancel);
        await using var third = await site.Service.CallAsync(Cancel);
        await third.Answered.WaitAsync(Cancel);
        var all = (await site.Client.GetFromJsonAsync<JsonElement>("/api/v1/calls", Cancel)).EnumerateArray().Select(Id).ToList();
        Assert.Equal(3, all.Count);

        var seen = new List<string>();
        string? next = "/api/v1/calls?limit=1";
        while (next is not null)
        {
            using var answer = await site.Client.GetAsync(next, Cancel);
            seen.AddRange((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).EnumerateArray().Select(Id));
            next = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal(all, seen);
        static string Id(JsonElement call) => call.GetProperty("id").GetString()!;
    }
}
