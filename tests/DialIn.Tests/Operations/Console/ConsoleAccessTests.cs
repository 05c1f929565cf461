using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using DialIn.Operations.Alarms;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Meetings;
using DialIn.Tests.Service;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DialIn.Tests.Operations.Console;

/// <summary>The console is for everybody: by keyboard, by a screen reader, on a telephone, in the dark.</summary>
[Collection<ConsoleCollection>]
public class ConsoleAccessTests(ConsoleSite site)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Telephone_InTheDark_HasNoHorizontalScroll_NorHasADesktopInTheLight()
    {
        site.Service.Server.CreateMeeting(new MeetingRequest("maths-4b", "Maths 4b"));
        var pin = await site.Service.ReserveAsync("maths-4b", Cancel);
        await using var call = await site.Service.CallWithPinAsync(pin, Cancel);
        using var raised = site.Raise(new AlarmFinding("CertificateEnds", "Sip:CertificateFile", false, "the certificate of Sip:CertificateFile ends soon; a renewed file is read by itself"));
        await using var second = await site.Service.AnsweredCallAsync(Cancel, new CarrierCall { From = "+4930123456789", To = RunningService.Number });
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
        await using var call = await site.LastingCallAsync();
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
        await using var call = await site.LastingCallAsync();
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
}
