using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DialIn.Tests.Service;

namespace DialIn.Tests.Operations;

public class StatusEndpointsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probes_AnswerWithoutAToken()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        using var client = new HttpClient { BaseAddress = service.Http };

        Assert.Equal("live", await client.GetStringAsync("/health/live", Cancel));
        Assert.Equal("ready", await client.GetStringAsync("/health/ready", Cancel));
    }

    [Theory]
    [InlineData("/api/v1/calls", null)]
    [InlineData("/api/v1/trunks", "Bearer wrong")]
    [InlineData("/api/v1/servers", "Basic YTpi")]
    public async Task Api_RefusesWhoHasNoToken(string path, string? authorization)
    {
        await using var service = await RunningService.StartAsync(Cancel);
        using var client = new HttpClient { BaseAddress = service.Http };
        if (authorization is not null)
        {
            client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(authorization);
        }

        using var answer = await client.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Api_WithoutAConfiguredToken_RefusesEverybody()
    {
        await using var service = await RunningService.StartAsync(Cancel, section => section["Http"] = new { Listen = "http://127.0.0.1:0" });
        using var client = new HttpClient { BaseAddress = service.Http };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer ");

        using var answer = await client.GetAsync("/api/v1/calls", Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Api_ShowsCallsMasked_TrunksAndServers()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        await using var call = await service.CallAsync(Cancel);
        await call.Answered.WaitAsync(Cancel);
        using var client = new HttpClient { BaseAddress = service.Http };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningService.Token);

        var calls = await client.GetFromJsonAsync<JsonElement>("/api/v1/calls", Cancel);
        var trunks = await client.GetFromJsonAsync<JsonElement>("/api/v1/trunks", Cancel);
        var servers = await client.GetFromJsonAsync<JsonElement>("/api/v1/servers", Cancel);

        Assert.Equal("+49…34", calls[0].GetProperty("caller").GetString());
        Assert.Equal(RunningService.Number, calls[0].GetProperty("calledNumber").GetString());
        Assert.Equal("Static", trunks[0].GetProperty("state").GetString());
        Assert.Equal("bbb1", servers[0].GetProperty("name").GetString());
    }
}
