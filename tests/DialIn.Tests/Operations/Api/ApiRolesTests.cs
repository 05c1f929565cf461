using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using DialIn.Operations.Api;
using DialIn.Secrets;
using DialIn.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Operations.Api;

public class ApiRolesTests
{
    private static readonly (string Method, string Path, ApiRole[] May)[] Requests =
    [
        ("PUT", "/api/v1/meetings/room", [ApiRole.Frontend, ApiRole.Admin]),
        ("GET", "/api/v1/meetings/room", [ApiRole.Frontend, ApiRole.Admin]),
        ("GET", "/api/v1/meetings/room/qr.png", [ApiRole.Frontend, ApiRole.Admin]),
        ("GET", "/api/v1/meetings/room/qr.svg", [ApiRole.Frontend, ApiRole.Admin]),
        ("GET", "/api/v1/meetings", [ApiRole.Frontend, ApiRole.Monitor, ApiRole.Admin]),
        ("PUT", "/api/v1/callers", [ApiRole.Frontend, ApiRole.Admin]),
        ("GET", "/api/v1/calls", [ApiRole.Monitor, ApiRole.Admin]),
        ("GET", "/api/v1/trunks", [ApiRole.Monitor, ApiRole.Admin]),
        ("GET", "/api/v1/servers", [ApiRole.Monitor, ApiRole.Admin]),
        ("GET", "/api/v1/call-records", [ApiRole.Monitor, ApiRole.Admin]),
        ("GET", "/api/v1/pins", [ApiRole.Monitor, ApiRole.Admin]),
        ("GET", "/api/v1/alarms", [ApiRole.Monitor, ApiRole.Admin]),
        ("GET", "/api/v1/traces", [ApiRole.Admin]),
        ("GET", "/api/v1/proof-calls", [ApiRole.Monitor, ApiRole.Admin]),
        ("DELETE", "/api/v1/meetings/room", [ApiRole.Frontend, ApiRole.Admin]),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachRole_MayWhatItIsFor_AndIsToldWhatItLacks()
    {
        await using var site = await ApiSite.StartAsync();
        foreach (var role in Enum.GetValues<ApiRole>())
        {
            using var client = site.ClientWith(await site.TokenAsync(role));
            foreach (var (method, path, may) in Requests)
            {
                await site.ReserveAsync("room");
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                request.Content = path.EndsWith("/callers", StringComparison.Ordinal) ? JsonContent.Create(new { number = "+4961511234534", name = "Anna" }) : null;
                using var answer = await client.SendAsync(request, Cancel);
                if (may.Contains(role))
                {
                    Assert.True(answer.IsSuccessStatusCode, $"{role} {method} {path}: {answer.StatusCode}");
                }
                else
                {
                    var detail = await ApiSite.ProblemAsync(HttpStatusCode.Forbidden, answer);
                    Assert.StartsWith($"This token's role is {ApiPolicies.Word(role)}; {method} here needs {string.Join(" or ", may.Select(ApiPolicies.Word))}.", detail, StringComparison.Ordinal);
                    Assert.Contains("insufficient_scope", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public async Task Token_IsNowhereInTheFilesOfTheDatabase()
    {
        await using var site = await ApiSite.StartAsync();
        List<string> tokens = [RunningService.Token];
        foreach (var role in Enum.GetValues<ApiRole>())
        {
            tokens.Add(await site.TokenAsync(role));
            using var client = site.ClientWith(tokens[^1]);
            using var answer = await client.PutAsync(ApiSite.PathOf("room-with-a-pin"), null, Cancel);
            Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        var files = Directory.GetFiles(site.Service.Folder.Path, "dialin.db*").Select(ReadShared).ToList();

        // What was written is in one of them, as it was.
        Assert.Contains(files, static bytes => bytes.AsSpan().IndexOf("room-with-a-pin"u8) >= 0);
        Assert.All(tokens, token => Assert.DoesNotContain(files, bytes =>
            bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(token)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(token)) >= 0));
    }

    [Fact]
    public async Task WithoutAGoodToken_EachPathIs401_AndSaysWhatToSend()
    {
        await using var site = await ApiSite.StartAsync();
        foreach (var (authorization, challenge) in new (string?, string)[]
        {
            (null, "Bearer realm=\"dialin\""),
            ("Bearer", "Bearer realm=\"dialin\""),
            ("Basic YTpi", "Bearer realm=\"dialin\""),
            ($"Bearer {ApiTokens.Create()}", "Bearer realm=\"dialin\", error=\"invalid_token\""),
        })
        {
            using var client = site.ClientWith(null);
            if (authorization is not null)
            {
                client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
            }

            foreach (var (method, path, _) in Requests)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                using var answer = await client.SendAsync(request, Cancel);
                Assert.Contains("dialin token create", await ApiSite.ProblemAsync(HttpStatusCode.Unauthorized, answer), StringComparison.Ordinal);
                Assert.Equal(challenge, answer.Headers.WwwAuthenticate.ToString());
            }
        }
    }

    [Fact]
    public async Task WithoutAConfiguredToken_NobodyIsLetInWithoutAStoredOne()
    {
        await using var site = await ApiSite.StartAsync(section => section["Http"] = new { Listen = "http://127.0.0.1:0" });
        using var client = site.ClientWith(null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer ");
        using var refused = await client.GetAsync("/api/v1/calls", Cancel);
        await ApiSite.ProblemAsync(HttpStatusCode.Unauthorized, refused);

        using var stored = site.ClientWith(await site.TokenAsync(ApiRole.Admin));
        using var taken = await stored.GetAsync("/api/v1/calls", Cancel);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task WrongTokens_EndAllGuessesOfTheMinute_ButNotTokensThatNobodyGuesses()
    {
        await using var site = await ApiSite.StartAsync();
        using var stored = site.ClientWith(await site.TokenAsync(ApiRole.Monitor));
        using var guesser = site.ClientWith(null);
        for (var i = 0; i < WrongTokens.MostPerMinute; i++)
        {
            guesser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"guess-{i}");
            using var wrong = await guesser.GetAsync("/api/v1/calls", Cancel);
            await ApiSite.ProblemAsync(HttpStatusCode.Unauthorized, wrong);
        }

        // Even the right one is not looked at any more: else the limit would limit nothing.
        guesser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningService.Token);
        using var late = await guesser.GetAsync("/api/v1/calls", Cancel);
        await ApiSite.ProblemAsync(HttpStatusCode.TooManyRequests, late);
        Assert.Equal(TimeSpan.FromMinutes(1), late.Headers.RetryAfter?.Delta);
        Assert.Single(site.Service.Log.GetSnapshot(), static record => record.Id.Id == 3205);

        using var good = await stored.GetAsync("/api/v1/calls", Cancel);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    [Fact]
    public async Task GuessesAtOnce_AreNoMoreThanGuessesOneByOne()
    {
        await using var site = await ApiSite.StartAsync();
        using var guesser = site.ClientWith(null);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/calls");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", $"guess-{i}");
            using var answer = await guesser.SendAsync(request, Cancel);
            return answer.StatusCode;
        }));

        Assert.Equal(WrongTokens.MostPerMinute, statuses.Count(static status => status == HttpStatusCode.Unauthorized));
        Assert.Equal(60 - WrongTokens.MostPerMinute, statuses.Count(static status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task TokensThatHaveEnded_AreNoGuesses()
    {
        await using var site = await ApiSite.StartAsync();
        var ended = await site.TokenAsync(ApiRole.Frontend);
        await site.Service.Application.Services.GetRequiredService<IApiTokenStore>().EndAsync(ApiTokens.HashOf(ended), DateTimeOffset.UnixEpoch, "test", Cancel);
        using var old = site.ClientWith(ended);
        for (var i = 0; i < 2 * WrongTokens.MostPerMinute; i++)
        {
            using var refused = await old.GetAsync("/api/v1/meetings", Cancel);
            await ApiSite.ProblemAsync(HttpStatusCode.Unauthorized, refused);
        }

        using var configured = await site.Client.GetAsync("/api/v1/meetings", Cancel);
        Assert.Equal(HttpStatusCode.OK, configured.StatusCode);
    }

    // The service has it open.
    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
