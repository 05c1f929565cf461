using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using DialIn.Operations.Alarms;
using DialIn.Operations.ProofCalls;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Meetings;
using DialIn.Tests.Service;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DialIn.Tests.Operations.Console;

/// <summary>The console in a browser, against the running service.</summary>
public class ConsolePageTests(ConsoleSite site) : IClassFixture<ConsoleSite>
{
    private const string NewPassword = "new-password-of-the-trunk";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Login_WithAWrongToken_SaysSo_AndWithARightOneShowsTheState()
    {
        await using var page = await site.OpenAsync();
        await Expect(page.Page.Locator("#login")).ToBeVisibleAsync();
        await page.LogInAsync("wrong-token");
        await Expect(page.Page.Locator("#login-error")).ToContainTextAsync("not valid");
        await Expect(page.Page.Locator("#token")).ToBeFocusedAsync();

        await page.LogInAsync(site.Monitor);
        await Expect(page.Page.Locator("#trunks")).ToContainTextAsync("registered since");
        await Expect(page.Page.Locator("#trunks tbody tr").First).ToContainTextAsync(" ms");
        await Expect(page.Page.Locator("#servers")).ToContainTextAsync("bbb1");
        await Expect(page.Page.Locator("#pool")).ToContainTextAsync("free");
        await Expect(page.Page.Locator("#connection")).ToHaveTextAsync("Live");

        var cookie = Assert.Single(await page.Page.Context.CookiesAsync());
        Assert.Equal((true, SameSiteAttribute.Strict, -1f), (cookie.HttpOnly, cookie.SameSite, cookie.Expires));
        Assert.DoesNotContain(site.Monitor, await page.EverythingAsync(), StringComparison.Ordinal);

        await page.Page.ReloadAsync();
        await Expect(page.Page.Locator("#panels")).ToBeVisibleAsync();
        await page.Page.ClickAsync("#logout");
        await Expect(page.Page.Locator("#token")).ToBeFocusedAsync();
        Assert.Empty(await page.Page.Context.CookiesAsync());
        // Gone from the page, and not only from sight.
        await Expect(page.Page.Locator("tbody tr")).ToHaveCountAsync(0);
        await page.AssertQuietAsync();
    }

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
        await using var call = await site.Service.CallAsync(Cancel);
        await call.Answered.WaitAsync(Cancel);
        await page.Call.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Page.Locator("#ladder-body")).ToHaveTextAsync("No exchange was kept of this call.");
        await call.HangUpAsync();
        await Expect(page.Call).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Rotate_IsForAdministrators_AndTellsWhatTheCarrierSaid()
    {
        await using (var onlooker = await site.LogInAsync(site.Monitor))
        {
            await Expect(onlooker.Page.Locator("#trunks tbody")).ToContainTextAsync("from the configuration");
            await Expect(onlooker.Page.Locator("#trunks tbody button")).ToBeHiddenAsync();
        }

        await using var page = await site.LogInAsync(site.Admin);
        await page.Page.ClickAsync("#trunks tbody button");
        await Expect(page.Page.Locator("#secret")).ToBeFocusedAsync();
        await page.Page.FillAsync("#secret", "no-password-of-anybody");
        await page.Page.PressAsync("#secret", "Enter");
        await Expect(page.Page.Locator("#rotate-verdict")).ToContainTextAsync("Refused");
        await page.Page.ClickAsync("#rotate-close");

        site.Service.Carrier.SetPasswords("123456", ConsoleSite.Password, NewPassword);
        await page.Page.ClickAsync("#trunks tbody button");
        await page.Page.FillAsync("#secret", NewPassword);
        await page.Page.ClickAsync("#rotate-form button");
        await Expect(page.Page.Locator("#rotate-verdict")).ToHaveTextAsync("Done: the new password is proved and in use.");
        await Expect(page.Page.Locator("#rotate-steps")).ToContainTextAsync("was accepted");
        await Expect(page.Page.Locator("#rotate-verdict")).ToBeFocusedAsync();
        await page.Page.ClickAsync("#rotate-close");
        await Expect(page.Page.Locator("#trunks tbody")).ToContainTextAsync("proved");
        Assert.DoesNotContain(NewPassword, await page.EverythingAsync(), StringComparison.Ordinal);
        await page.AssertQuietAsync();
    }

    [Fact]
    public async Task Alarm_AppearsInTheRegionThatIsReadAloud_AndGoes()
    {
        await using var page = await site.LogInAsync(site.Monitor);
        await Expect(page.Page.Locator("#no-alarm")).ToBeVisibleAsync();
        using (Raise(new AlarmFinding("TestAlarm", "bbb7", true, "bbb7 is on fire since 10 minutes; call somebody")))
        {
            await Expect(page.Page.Locator("#alarm-list .urgent")).ToContainTextAsync("bbb7 is on fire since 10");
            await Expect(page.Page.Locator("[aria-live=polite]")).ToHaveTextAsync("Urgent: bbb7 is on fire since 10 minutes; call somebody");
            // Figures that change are seen, and not read aloud again.
            Raise(new AlarmFinding("TestAlarm", "bbb7", true, "bbb7 is on fire since 11 minutes; call somebody"));
            await Expect(page.Page.Locator("#alarm-list .urgent")).ToContainTextAsync("bbb7 is on fire since 11");
            await Expect(page.Page.Locator("[aria-live=polite]")).ToHaveTextAsync("Urgent: bbb7 is on fire since 10 minutes; call somebody");
        }

        await Expect(page.Page.Locator("#no-alarm")).ToBeVisibleAsync();
        // What changes every second is in none of them.
        Assert.Equal(
            "connection logout-error login-error alarm-live rotate-error",
            await page.Page.EvaluateAsync<string>("[...document.querySelectorAll('[aria-live], [role=alert], [role=status]')].map(one => one.id).join(' ')"));
        await page.AssertQuietAsync();
    }

    [Fact]
    public async Task ProofCalls_AreShown_AndRaiseAnAlarmWhenTheyFail()
    {
        var book = site.Service.Application.Services.GetRequiredService<ProofBook>();
        foreach (var id in new[] { "proof-1", "proof-2" })
        {
            book.Add(Proof(id, isGood: false));
        }

        site.Service.Application.Services.GetRequiredService<AlarmBoard>().Look();
        await using (var page = await site.LogInAsync(site.Monitor))
        {
            await Expect(page.Page.Locator("#proofs tbody tr")).ToHaveCountAsync(2);
            await Expect(page.Page.Locator("#proofs tbody tr").First).ToContainTextAsync("failed");
            await Expect(page.Page.Locator("#alarm-list .urgent")).ToContainTextAsync("school: 2 proof calls in a row have failed.");
            await page.AssertQuietAsync();
        }

        book.Add(Proof("proof-3", isGood: true));
        site.Service.Application.Services.GetRequiredService<AlarmBoard>().Look();
    }

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

        await page.Page.RouteAsync("**/console/session", static route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = "{\"role\":\"monitor\",\"label\":\"test\",\"refusal\":\"TooMany\"}" }));
        await page.Page.EvaluateAsync("() => feed.onerror()");
        await Expect(page.Page.Locator("#connection")).ToHaveTextAsync("Too many look on; trying again");
        await page.Page.RouteAsync("**/console/session", static route => route.FulfillAsync(new RouteFulfillOptions { Status = 500, ContentType = "application/problem+json", Body = "{}" }));
        await page.Page.ClickAsync("#logout");
        await Expect(page.Page.Locator("#logout-error")).ToContainTextAsync("still logged in");
        await Expect(page.Page.Locator("#login")).ToBeHiddenAsync();
        await page.AssertQuietAsync();
    }

    [Fact]
    public async Task Rows_StayTheSameElements_KeepTheFocus_AndLeaveNothingBehind()
    {
        await using var page = await site.OpenAsync();
        var seen = await page.Page.EvaluateAsync<string>("""
            async () => {
              const { sync, el } = await import('/console/dom.js');
              const list = document.body.appendChild(el('ul'));
              const show = keys => sync(list, keys, key => key, key => el('li', {}, el('button', {}, key)), () => {});
              const seen = () => `${list.textContent} ${document.activeElement.textContent}`;
              show(['a', 'b', 'c']);
              list.lastChild.firstChild.focus();
              show(['b', 'c']);
              const all = [seen()];
              for (let i = 0; i < 3; i++) show(['c', 'd', 'd']);
              all.push(seen());
              show([]);
              all.push(list.childElementCount);
              list.remove();
              return all.join(', ');
            }
            """);
        Assert.Equal("bc c, cdd c, 0", seen);
    }

    [Fact]
    public async Task Language_IsTheBrowsers_AndStaysAsChosen()
    {
        await using var page = await site.LogInAsync(site.Monitor, locale: "de-AT");
        await Expect(page.Page.Locator("#trunks")).ToContainTextAsync("angemeldet seit");
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await page.Page.SelectOptionAsync("#language", "en");
        await Expect(page.Page.Locator("#trunks")).ToContainTextAsync("registered since");
        await page.Page.ReloadAsync();
        await Expect(page.Page.Locator("#trunks")).ToContainTextAsync("registered since");
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await page.AssertQuietAsync();
    }

    [Fact]
    public async Task Telephone_InTheDark_HasNoHorizontalScroll_NorHasADesktopInTheLight()
    {
        site.Service.Server.CreateMeeting(new MeetingRequest("maths-4b", "Maths 4b"));
        var pin = await site.Service.ReserveAsync("maths-4b", Cancel);
        await using var call = await site.Service.CallWithPinAsync(pin, Cancel);
        using var raised = Raise(new AlarmFinding("CertificateEnds", "Sip:CertificateFile", false, "the certificate of Sip:CertificateFile ends soon; a renewed file is read by itself"));
        await using var second = await site.Service.CallAsync(Cancel, new CarrierCall { From = "+4930123456789", To = RunningService.Number });
        await second.Answered.WaitAsync(Cancel);
        // The documentation's pictures are those of a run with DIALIN_PICTURES=1, which waits until there is something to see.
        var steps = Environment.GetEnvironmentVariable("DIALIN_PICTURES") is null ? 2 : 30;
        await using var desktop = await site.LogInAsync(site.Admin);
        await using var phone = await site.LogInAsync(site.Monitor, "de-DE", ColorScheme.Dark, width: 360, height: 800, ReducedMotion.Reduce);
        foreach (var page in new[] { desktop, phone })
        {
            await Expect(page.Call.First.Locator("polyline").First).ToHaveAttributeAsync("points", new Regex($"( [0-9.]+,[0-9.]+){{{steps}}}"), new LocatorAssertionsToHaveAttributeOptions { Timeout = 120_000 });
            await Expect(page.Page.Locator("#alarm-list li")).ToHaveCountAsync(1);
            Assert.Equal(0, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        }

        Assert.Equal("auto", await phone.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).scrollBehavior"));
        Assert.Equal("rgb(20, 23, 26)", await phone.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Equal("rgb(246, 247, 249)", await desktop.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        await desktop.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleSite.Pictures, "console-desktop.png") });
        await phone.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleSite.Pictures, "console-phone.png") });

        await phone.Call.First.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(phone.Page.Locator("#ladder-body")).ToContainTextAsync("INVITE");
        Assert.Equal(0, await phone.Page.EvaluateAsync<int>("document.querySelector('#ladder').scrollWidth - document.querySelector('#ladder').clientWidth"));
        await phone.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleSite.Pictures, "console-ladder.png") });
        await second.HangUpAsync();
        await call.HangUpAsync();
        await Expect(desktop.Call).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Keyboard_AloneLeadsFromTheLoginToTheExchangeOfACall_AndBack()
    {
        await using var call = await site.Service.CallAsync(Cancel);
        await call.Answered.WaitAsync(Cancel);
        await using var page = await site.OpenAsync();
        await Expect(page.Page.Locator("#token")).ToBeFocusedAsync();
        await page.Page.Keyboard.TypeAsync(site.Monitor);
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Call).ToHaveCountAsync(1);

        const string OnButton = "document.activeElement?.closest('#calls') !== null && document.activeElement?.tagName === 'BUTTON'";
        for (var tabs = 0; tabs < 10 && !await page.Page.EvaluateAsync<bool>(OnButton); tabs++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
        }

        Assert.True(await page.Page.EvaluateAsync<bool>(OnButton));
        Assert.Equal("3px", await page.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineWidth"));
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator("#ladder-body")).ToContainTextAsync("trunk → bridge");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.Locator("#ladder")).ToBeHiddenAsync();
        Assert.True(await page.Page.EvaluateAsync<bool>(OnButton));

        await page.Page.Locator(".skip").FocusAsync();
        await Expect(page.Page.Locator(".skip")).ToBeInViewportAsync();
        await call.HangUpAsync();
        await Expect(page.Call).ToHaveCountAsync(0);
        await page.AssertQuietAsync();
    }

    [Fact]
    public async Task Axe_FindsNoSeriousViolation()
    {
        await using var call = await site.Service.CallAsync(Cancel);
        await call.Answered.WaitAsync(Cancel);
        // Axe itself makes elements from markup, which the page's policy forbids.
        await using var page = await site.OpenAsync(scheme: ColorScheme.Dark, width: 360, withoutPolicy: true);
        await Expect(page.Page.Locator("#login")).ToBeVisibleAsync();
        await AssertAccessibleAsync(page.Page.Locator("#login"));
        await page.LogInAsync(site.Admin);
        await Expect(page.Call).ToHaveCountAsync(1);
        await AssertAccessibleAsync(page.Page);

        // Nobody has to log in again to see the light.
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await page.Page.SetViewportSizeAsync(1280, 900);
        await AssertAccessibleAsync(page.Page);
        await page.Call.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Page.Locator("#ladder-body")).ToContainTextAsync("INVITE");
        await AssertAccessibleAsync(page.Page.Locator("#ladder"));
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.ClickAsync("#trunks tbody button");
        await Expect(page.Page.Locator("#secret")).ToBeFocusedAsync();
        await AssertAccessibleAsync(page.Page.Locator("#rotate"));
        await call.HangUpAsync();
        await Expect(page.Call).ToHaveCountAsync(0);
    }

    private static async Task AssertAccessibleAsync(IPage page) => AssertAccessible(await page.RunAxe());

    private static async Task AssertAccessibleAsync(ILocator part) => AssertAccessible(await part.RunAxe());

    private static void AssertAccessible(AxeResult result)
    {
        Assert.Empty(result.Violations.Where(static violation => violation.Impact is "serious" or "critical").Select(static violation =>
            $"{violation.Id}: {violation.Help} ({string.Join("; ", violation.Nodes.Select(static node => node.Html))})"));
        Assert.NotEmpty(result.Passes);
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

        Assert.NotNull(JsonSerializer.Deserialize<JsonElement>(line!["data: ".Length..]).GetProperty("calls").ToString());
        var texts = new List<string> { line, await page.EverythingAsync() };
        foreach (var path in new[] { "calls", "call-records", "trunks", "servers", "pins", "alarms" })
        {
            texts.Add(await client.GetStringAsync($"/api/v1/{path}", Cancel));
        }

        foreach (var text in texts)
        {
            Assert.DoesNotContain(pin, text, StringComparison.Ordinal);
            Assert.DoesNotContain(RunningService.Caller[1..], text, StringComparison.Ordinal);
            Assert.DoesNotContain(ConsoleSite.Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain(site.Monitor, text, StringComparison.Ordinal);
        }
    }

    private static ProofVerdict Proof(string id, bool isGood) => new()
    {
        Id = id,
        At = new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero),
        Trunk = "school",
        Number = RunningService.Number,
        IsGood = isGood,
        Fault = isGood ? nameof(ProofFault.None) : nameof(ProofFault.Refused),
        Says = isGood ? "all well" : "refused with 403",
    };

    private RaisedAlarm Raise(AlarmFinding finding)
    {
        var board = site.Service.Application.Services.GetRequiredService<AlarmBoard>();
        site.Alarm.Finding = finding;
        board.Look();
        return new RaisedAlarm(site.Alarm, board);
    }

    // However its test ends, the others see none.
    private sealed class RaisedAlarm(ToggledAlarm alarm, AlarmBoard board) : IDisposable
    {
        public void Dispose()
        {
            alarm.Finding = null;
            board.Look();
        }
    }
}
