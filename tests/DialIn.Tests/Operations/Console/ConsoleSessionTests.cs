using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DialIn.Announcements;
using DialIn.Calls;
using DialIn.Operations.Console;
using DialIn.Secrets;
using DialIn.Tests.Operations.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Operations.Console;

/// <summary>What a browser's session is good for, and what keeps others from using it.</summary>
public class ConsoleSessionTests(ConsoleApiSite shared) : IClassFixture<ConsoleApiSite>
{
    private readonly ApiSite _site = shared.Site;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_ReadsTheState_AndNoPin_UntilItIsEnded()
    {
        await _site.ReserveAsync("room");
        using var browser = Browser();
        using var answer = await LogInAsync(browser, await _site.TokenAsync(ApiRole.Admin));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);

        foreach (var path in new[] { "calls", "call-records", "trunks", "servers", "pins", "alarms" })
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, $"/api/v1/{path}"));
        }

        Assert.Equal("admin", (await browser.GetFromJsonAsync<JsonElement>("/console/session", Cancel)).GetProperty("role").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser, "/api/v1/meetings/room"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser, "/api/v1/meetings"));

        using var logout = Request(HttpMethod.Delete, "/console/session");
        using var ended = await browser.SendAsync(logout, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser, "/api/v1/calls"));
    }

    [Theory]
    [InlineData("https")]
    [InlineData("HTTPS, http")]
    public async Task Cookie_BehindTls_IsForTlsAlone(string proto)
    {
        using var browser = Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", proto);
        using var answer = await LogInAsync(browser, await _site.TokenAsync(ApiRole.Monitor));
        Assert.Contains("secure", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task TokenThatIsRevoked_EndsItsSessions()
    {
        var token = await _site.TokenAsync(ApiRole.Monitor);
        using var browser = Browser();
        using var answer = await LogInAsync(browser, token);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/api/v1/calls"));
        await _site.Service.Application.Services.GetRequiredService<IApiTokenStore>().EndAsync(ApiTokens.HashOf(token), DateTimeOffset.UnixEpoch, "test", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser, "/api/v1/calls"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StreamOfATokenThatIsRevoked_Ends(bool isSession)
    {
        var token = await _site.TokenAsync(ApiRole.Monitor);
        using var client = _site.ClientWith(isSession ? null : token);
        if (isSession)
        {
            using var login = await LogInAsync(client, token);
        }

        using var stream = await shared.WatchAsync(client, Cancel);
        await _site.Service.Application.Services.GetRequiredService<IApiTokenStore>().EndAsync(ApiTokens.HashOf(token), DateTimeOffset.UnixEpoch, "test", Cancel);
        await shared.PassUntilAsync(stream.ReadToEndAsync(Cancel), EventFeed.HeartbeatEvery, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "/api/v1/calls"));
    }

    [Fact]
    public async Task AnnouncementsOfOneRoomThatFailedTwice_AreTwo_AndTellNoInternalId()
    {
        using var stream = await shared.WatchAsync(_site.Client, Cancel);
        var state = await stream.ReadLineAsync(Cancel);
        var failed = JsonSerializer.Deserialize<JsonElement>(state!["data: ".Length..]).GetProperty("announcements").EnumerateArray().ToList();
        Assert.Equal([ConsoleApiSite.FailedRoom, ConsoleApiSite.FailedRoom], failed.Select(static one => one.GetProperty("meeting").GetString()));
        Assert.Equal(2, failed.Select(static one => one.GetProperty("id").GetString()).Distinct().Count());
        Assert.DoesNotContain(ConsoleApiSite.InternalId, state, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_IsOneForEachBrowser_AndATokenEndsOnlyItsOwn()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var sessions = new ConsoleSessions(
            _site.Service.Application.Services.GetRequiredService<ApiTokens>(), new ConsoleOptions(), time);
        var (token, other) = (await _site.TokenAsync(ApiRole.Monitor), await _site.TokenAsync(ApiRole.Monitor));
        var elsewhere = Begin(other);
        var first = Begin(token);
        var again = Begin(token, first);
        Assert.Null(await sessions.FindAsync(first));
        Assert.NotNull(await sessions.FindAsync(again));
        time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 100; i++)
        {
            Begin(token);
        }

        Assert.Null(await sessions.FindAsync(again));
        Assert.NotNull(await sessions.FindAsync(elsewhere));

        HttpContext Begin(string shown, HttpContext? before = null)
        {
            var login = new DefaultHttpContext();
            login.Request.Headers.Cookie = before?.Request.Headers.Cookie.ToString();
            sessions.Begin(shown, login);
            var browser = new DefaultHttpContext();
            browser.Request.Method = "GET";
            browser.Request.Headers.Cookie = login.Response.Headers.SetCookie.ToString().Split(';')[0];
            return browser;
        }
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.Unauthorized)]
    [InlineData("same-site", HttpStatusCode.Unauthorized)]
    [InlineData("same-origin", HttpStatusCode.OK)]
    [InlineData("none", HttpStatusCode.OK)]
    public async Task WhatAnotherSiteReads_HasNoSession(string site, HttpStatusCode expected)
    {
        using var browser = Browser();
        using var login = await LogInAsync(browser, await _site.TokenAsync(ApiRole.Monitor));
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);
        Assert.Equal(expected, await StatusAsync(browser, "/api/v1/calls"));
    }

    [Fact]
    public async Task Session_EndsAfterItsLifetime_AndTheOldestMakesRoom()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var token = await _site.TokenAsync(ApiRole.Monitor);
        var sessions = new ConsoleSessions(
            _site.Service.Application.Services.GetRequiredService<ApiTokens>(), new ConsoleOptions { SessionLifetime = TimeSpan.FromMinutes(5) }, time);
        var first = Begin();
        time.Advance(TimeSpan.FromSeconds(299));
        Assert.NotNull(await sessions.FindAsync(first));
        var second = Begin();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await sessions.FindAsync(first));
        Assert.NotNull(await sessions.FindAsync(second));

        time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 1_000; i++)
        {
            Begin();
        }

        Assert.Null(await sessions.FindAsync(second));

        HttpContext Begin()
        {
            var login = new DefaultHttpContext();
            sessions.Begin(token, login);
            var browser = new DefaultHttpContext();
            browser.Request.Method = "GET";
            browser.Request.Headers.Cookie = login.Response.Headers.SetCookie.ToString().Split(';')[0];
            return browser;
        }
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "cross-site")]
    [InlineData(true, "same-site")]
    public async Task WhatAnotherSiteCauses_ChangesNothing(bool hasHeader, string? site)
    {
        using var browser = Browser();
        var token = await _site.TokenAsync(ApiRole.Admin);
        using var login = await LogInAsync(browser, token);
        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Post, "/console/session", (object)new { token }),
            (HttpMethod.Delete, "/console/session", null!),
            (HttpMethod.Post, "/api/v1/trunks/carrier/rotations", new { secret = "new" }),
        })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = body is null ? null : JsonContent.Create(body);
            if (hasHeader)
            {
                request.Headers.Add(ConsoleSessions.Header, "1");
            }

            if (site is not null)
            {
                request.Headers.Add("Sec-Fetch-Site", site);
            }

            using var refused = await browser.SendAsync(request, Cancel);
            Assert.Contains(refused.StatusCode, new[] { HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized });
        }

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/api/v1/calls"));
    }

    [Fact]
    public async Task TokensThatAreNotForTheConsole_AreToldSo()
    {
        using var browser = Browser();
        using var frontend = await LogInAsync(browser, await _site.TokenAsync(ApiRole.Frontend));
        Assert.Contains("front ends", await ProblemAsync(HttpStatusCode.Forbidden, frontend), StringComparison.Ordinal);
        using var never = await LogInAsync(browser, ApiTokens.Create());
        Assert.Contains("not valid", await ProblemAsync(HttpStatusCode.Unauthorized, never), StringComparison.Ordinal);
        using var empty = await LogInAsync(browser, "");
        Assert.Contains("not valid", await ProblemAsync(HttpStatusCode.Unauthorized, empty), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatTheConsoleDoesNotTake_IsSaidInItsOwnWords()
    {
        using var browser = Browser();
        using var nothing = await browser.GetAsync("/console/x", Cancel);
        Assert.Equal("The console has nothing at this path. It begins at /.", await ProblemAsync(HttpStatusCode.NotFound, nothing));
        using var request = Request(HttpMethod.Post, "/console/session");
        request.Content = new StringContent("token=x", System.Text.Encoding.UTF8, "text/plain");
        using var noJson = await browser.SendAsync(request, Cancel);
        Assert.StartsWith("Logging in takes JSON, ", await ProblemAsync(HttpStatusCode.UnsupportedMediaType, noJson), StringComparison.Ordinal);
        using var put = Request(HttpMethod.Put, "/console/session", new { token = "x" });
        using var notAllowed = await browser.SendAsync(put, Cancel);
        Assert.StartsWith("PUT is not for this path; it takes ", await ProblemAsync(HttpStatusCode.MethodNotAllowed, notAllowed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_HasAStrictPolicy_AndIsAskedForAgainOnlyIfItIsAnotherOne()
    {
        using var browser = Browser();
        using var page = await browser.GetAsync("/", Cancel);
        var html = await page.Content.ReadAsStringAsync(Cancel);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(" (style|on[a-z]+)=", html);

        foreach (System.Text.RegularExpressions.Match file in System.Text.RegularExpressions.Regex.Matches(html, "(?:src|href)=\"(/console/[^\"]+)\""))
        {
            using var first = await browser.GetAsync(file.Groups[1].Value, Cancel);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.Equal("nosniff", Assert.Single(first.Headers.GetValues("X-Content-Type-Options")));
            using var again = new HttpRequestMessage(HttpMethod.Get, file.Groups[1].Value);
            again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var second = await browser.SendAsync(again, Cancel);
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        }
    }

    [Fact]
    public void Texts_HaveTheSameKeysInBothLanguages()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Checkout.Root, "src/DialIn/Operations/Console/Page/texts.js"));
        var english = Keys(text[text.IndexOf("  en: {", StringComparison.Ordinal)..text.IndexOf("  de: {", StringComparison.Ordinal)]);
        var german = Keys(text[text.IndexOf("  de: {", StringComparison.Ordinal)..text.IndexOf("\n};", StringComparison.Ordinal)]);
        Assert.NotEmpty(english);
        // Alarms are in English as the bridge says them.
        Assert.Equal(english, german.Where(static key => !key.StartsWith("Alarm_", StringComparison.Ordinal)));
        foreach (var name in Enum.GetNames<CallEndReason>())
        {
            Assert.Contains($"Reason_{name}", english);
        }

        foreach (var phase in typeof(CallPhase).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(CallPhase))))
        {
            Assert.Contains($"Phase_{phase.Name}", english);
        }

        foreach (var name in Enum.GetNames<AnnouncementOutcome>().Except(["Pending", "Announced", "NoPin"]))
        {
            Assert.Contains($"Why_{name}", english);
        }

        static List<string> Keys(string part) => [.. System.Text.RegularExpressions.Regex.Matches(part, @"(?<=[{,]\s+)(\w+): '").Select(static match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
    }

    private HttpClient Browser() => _site.ClientWith(null);

    private static HttpRequestMessage Request(HttpMethod method, string path, object? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add(ConsoleSessions.Header, "1");
        request.Content = body is null ? null : JsonContent.Create(body);
        return request;
    }

    private static async Task<HttpResponseMessage> LogInAsync(HttpClient browser, string token)
    {
        using var request = Request(HttpMethod.Post, "/console/session", new { token });
        return await browser.SendAsync(request, Cancel);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(path, Cancel);
        return answer.StatusCode;
    }

    private static async Task<string> ProblemAsync(HttpStatusCode status, HttpResponseMessage answer) => await ApiSite.ProblemAsync(status, answer);
}
