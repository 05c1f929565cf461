using System.Text.Json;
using System.Text.RegularExpressions;
using DialIn.Simulator.Meetings;
using DialIn.Tests.Service;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DialIn.Tests.Operations.Console;

/// <summary>Calls on the console.</summary>
[Collection<ConsoleCollection>]
public class ConsoleCallsTests(ConsoleSite site)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_IsShownMasked_ItsFiguresMove_AndItGoesToTheRecentOnes()
    {
        await using var page = await site.LogInAsync(site.Monitor);
        // What others name so must stay a text.
        const string Meeting = "room-of-the-call <b onclick=alert(1)>&amp;";
        site.Service.Server.CreateMeeting(new MeetingRequest(Meeting, "Room"));
        var pin = await site.Service.ReserveAsync(Meeting, Cancel);

        await using (var call = await site.Service.CallWithPinAsync(pin, Cancel))
        {
            await Expect(page.Call).ToHaveCountAsync(1);
            await Expect(page.Call).ToContainTextAsync("+49…34");
            await Expect(page.Call).ToContainTextAsync("in the meeting");
            await Expect(page.Call).ToContainTextAsync(Meeting);
            await Expect(page.Call).ToContainTextAsync("bbb1");
            // Two steps at least: a line and no longer a point.
            await Expect(page.Call.Locator("polyline").First).ToHaveAttributeAsync("points", new Regex("^[0-9.]+,[0-9.]+ [0-9.]+,[0-9.]+"));
            await AssertLeaksNothingAsync(page, pin);
            await call.HangUpAsync();
        }

        await Expect(page.Call).ToHaveCountAsync(0);
        var ended = page.Page.Locator("#recent tbody tr", new PageLocatorOptions { HasText = "room-of-the-call" });
        await Expect(ended).ToContainTextAsync("Success: caller hung up");
        await ended.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Page.Locator("#ladder-body")).ToContainTextAsync("BYE");
        await Expect(page.Page.Locator("#ladder-body")).ToContainTextAsync("bridge → server");
        await AssertLeaksNothingAsync(page, pin);
        await page.AssertQuietAsync();
    }

    [Fact]
    public async Task Exchange_ThatIsNotKept_IsSaidToBeSo()
    {
        await using var page = await site.LogInAsync(site.Monitor);
        await page.WithoutLadderAsync();
        await using var call = await site.LastingCallAsync();
        await page.Call.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Page.Locator("#ladder-body")).ToHaveTextAsync("No exchange was kept of this call.");
        await call.HangUpAsync();
        await Expect(page.Call).ToHaveCountAsync(0);
    }

    // By their whole values: of a few digits alone, a random id may have the same.
    private async Task AssertLeaksNothingAsync(ConsolePage page, string pin)
    {
        using var client = new HttpClient { BaseAddress = site.Service.Http };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {site.Monitor}");
        using var stream = new StreamReader(await client.GetStreamAsync("/api/v1/events", Cancel));
        string? line;
        while ((line = await stream.ReadLineAsync(Cancel)) is not null && !line.StartsWith("data: {\"", StringComparison.Ordinal))
        {
        }

        Assert.Equal(JsonValueKind.Array, JsonSerializer.Deserialize<JsonElement>(line!["data: ".Length..]).GetProperty("calls").ValueKind);
        var texts = new List<(string Where, string Text)> { ("events", line), ("the page", await page.EverythingAsync()) };
        foreach (var path in new[] { "calls", "call-records", "trunks", "servers", "pins", "alarms" })
        {
            texts.Add((path, await client.GetStringAsync($"/api/v1/{path}", Cancel)));
        }

        (string What, string Secret)[] secrets =
            [("the PIN", pin), ("the caller's number", RunningService.Caller[1..]), ("the password", ConsoleSite.Password), ("the token", site.Monitor)];
        foreach (var (where, text) in texts)
        {
            foreach (var (what, secret) in secrets)
            {
                // By its kind: a secret must not be in the message of a failure either.
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{what} is in {where}");
            }
        }
    }
}
