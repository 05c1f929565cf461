using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DialIn.Tests.Operations.Console;

/// <summary>The console in a browser, against the running service: who comes in, in which language, and what they may do.</summary>
[Collection<ConsoleCollection>]
public class ConsolePageTests(ConsoleSite site)
{
    private const string NewPassword = "new-password-of-the-trunk";

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
}
