using DialIn.Operations.Alarms;
using DialIn.Operations.ProofCalls;
using DialIn.Tests.Service;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace DialIn.Tests.Operations.Console;

/// <summary>What is wrong, on the console.</summary>
[Collection<ConsoleCollection>]
public class ConsoleAlarmsTests(ConsoleSite site)
{
    [Fact]
    public async Task Alarm_AppearsInTheRegionThatIsReadAloud_AndGoes()
    {
        await using var page = await site.LogInAsync(site.Monitor);
        await Expect(page.Page.Locator("#no-alarm")).ToBeVisibleAsync();
        using (site.Raise(new AlarmFinding("TestAlarm", "bbb7", true, "bbb7 is on fire since 10 minutes; call somebody")))
        {
            await Expect(page.Page.Locator("#alarm-list .urgent")).ToContainTextAsync("bbb7 is on fire since 10");
            await Expect(page.Page.Locator("[aria-live=polite]")).ToHaveTextAsync("Urgent: bbb7 is on fire since 10 minutes; call somebody");
            // Figures that change are seen, and not read aloud again.
            site.Raise(new AlarmFinding("TestAlarm", "bbb7", true, "bbb7 is on fire since 11 minutes; call somebody"));
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
}
