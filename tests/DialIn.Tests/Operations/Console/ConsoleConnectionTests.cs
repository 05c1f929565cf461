using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DialIn.Tests.Operations.Console;

/// <summary>What the console says of its connection to the service.</summary>
[Collection<ConsoleCollection>]
public class ConsoleConnectionTests(ConsoleSite site)
{
    private const string Draining = """
        {"isDraining":true,"callCount":1,"calls":[{"id":"0123456789ab","trunk":"carrier","caller":"+49…34","phase":"Joined","startedAt":"2026-11-27T09:00:00Z","meeting":"room","server":"bbb1","codec":"PCMA","mos":4.4,"loss":0,"jitter":1}],
         "recent":[],"trunks":[],"servers":[],"pins":null,"announcements":[],"alarms":[]}
        """;

    [Fact]
    public async Task End_OfTheProgram_IsSaid_AndThePageComesBackByItself()
    {
        await using var page = await site.OpenAsync();
        await page.Page.RouteAsync("**/events", static route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/event-stream", Body = "event: bye\ndata: {}\n\n" }));
        await page.LogInAsync(site.Monitor);
        await Expect(page.Page.Locator("#connection")).ToHaveTextAsync("DialIn is ending: no new calls are taken");
        await page.Page.UnrouteAsync("**/events");
        await Expect(page.Page.Locator("#connection")).ToHaveTextAsync("Live");
        await Expect(page.Page.Locator("#panels")).ToBeVisibleAsync();

        // Out of sight it has no stream, and takes one again when somebody looks.
        const string Turn = "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }";
        await page.Page.EvaluateAsync(Turn, true);
        await page.Page.RunAndWaitForRequestAsync(() => page.Page.EvaluateAsync(Turn, false), static request => request.Url.EndsWith("/events", StringComparison.Ordinal));
        await page.AssertQuietAsync();
    }

    [Fact]
    public async Task Page_SaysWhatItCannotDo_AndStaysWhereItIs()
    {
        await using var page = await site.OpenAsync();
        // A stream of the test's own: one that a route answers ends at once.
        await page.Page.EvaluateAsync("() => { window.EventSource = class extends EventTarget { constructor() { super(); window.feed = this; } close() {} }; }");
        await page.LogInAsync(site.Monitor);
        await page.Page.WaitForFunctionAsync("window.feed !== undefined");
        await page.Page.EvaluateAsync("() => ['stale', 'heartbeat'].forEach(name => feed.dispatchEvent(new Event(name)))");
        await Expect(page.Page.Locator("#connection")).ToContainTextAsync("the figures are old");

        // While it drains, calls go on, and are shown.
        await page.Page.EvaluateAsync("state => feed.dispatchEvent(new MessageEvent('state', { data: state }))", Draining);
        await Expect(page.Page.Locator("#connection")).ToHaveTextAsync("Draining: no new calls are taken");
        await Expect(page.Call).ToContainTextAsync("in the meeting");

        await page.Page.RouteAsync("**/console/session", static route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = "{\"role\":\"monitor\",\"label\":\"test\",\"refusal\":\"TooMany\"}" }));
        await page.Page.EvaluateAsync("() => feed.onerror()");
        await Expect(page.Page.Locator("#connection")).ToHaveTextAsync("Too many look on; trying again");
        await page.Page.RouteAsync("**/console/session", static route => route.FulfillAsync(new RouteFulfillOptions { Status = 500, ContentType = "application/problem+json", Body = "{}" }));
        await page.Page.ClickAsync("#logout");
        await Expect(page.Page.Locator("#logout-error")).ToContainTextAsync("still logged in");
        await Expect(page.Page.Locator("#login")).ToBeHiddenAsync();
        await page.AssertQuietAsync();
    }
}
