using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DialIn.Pins;
using DialIn.Secrets;
using DialIn.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Operations.Api;

/// <summary>The service with its HTTP API on a free port, and a client of it.</summary>
internal sealed class ApiSite : IAsyncDisposable
{
    private ApiSite(RunningService service)
    {
        Service = service;
        Client = ClientWith(RunningService.Token);
    }

    public RunningService Service { get; }

    /// <summary>Shows the token of the configuration.</summary>
    public HttpClient Client { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ApiSite> StartAsync(Action<Dictionary<string, object>>? change = null, Action<IServiceCollection>? services = null) =>
        new(await RunningService.StartAsync(Cancel, change, services: services));

    public HttpClient ClientWith(string? token)
    {
        var client = new HttpClient { BaseAddress = Service.Http };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A new token of a role.</summary>
    public async Task<string> TokenAsync(ApiRole role)
    {
        var token = ApiTokens.Create();
        await Service.Application.Services.GetRequiredService<IApiTokenStore>().AddAsync(ApiTokens.HashOf(token), role, null, null, null, DateTimeOffset.UnixEpoch, "test", Cancel);
        return token;
    }

    public static string PathOf(string meetingId) => $"/api/v1/meetings/{Uri.EscapeDataString(meetingId)}";

    public Task<HttpResponseMessage> PutAsync(string meetingId, string? json = null) =>
        Client.PutAsync(PathOf(meetingId), json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), Cancel);

    /// <summary>Reserves a room.</summary>
    public async Task<JsonElement> ReserveAsync(string meetingId, string? json = null)
    {
        using var answer = await PutAsync(meetingId, json);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    /// <summary>Whether a room has a PIN, as the database says.</summary>
    public async Task<bool> IsReservedAsync(string meetingId) =>
        await Service.Application.Services.GetRequiredService<IPinStore>().FindByMeetingAsync(meetingId, Cancel) is not null;

    /// <summary>Asserts that an answer is a problem as RFC 9457 has it.</summary>
    /// <returns>Its detail.</returns>
    public static async Task<string> ProblemAsync(HttpStatusCode status, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        return problem.GetProperty("detail").GetString()!;
    }

    /// <summary>Sends a request with a target that no client library would leave as it is.</summary>
    /// <returns>The status, and the whole answer.</returns>
    public async Task<(int Status, string Answer)> SendRawAsync(string method, string target)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, Service.Http.Port, Cancel);
        var request = $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {RunningService.Token}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), Cancel);
        using var reader = new StreamReader(connection.GetStream());
        var answer = await reader.ReadToEndAsync(Cancel);
        return (int.Parse(answer.AsSpan(9, 3), null), answer);
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return Service.DisposeAsync();
    }
}

/// <summary>One service for all tests of a class: starting it takes longer than all that they ask of it.</summary>
public sealed class SharedApiSite : IAsyncLifetime
{
    internal ApiSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await ApiSite.StartAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
