using System.Collections.Concurrent;
using DialIn.Operations.Alarms;
using DialIn.Secrets;
using DialIn.Simulator.Carriers;
using DialIn.Tests.Service;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DialIn.Tests.Operations.Console;

/// <summary>One service with a registered trunk, and one browser, for all tests of the console.</summary>
public sealed class ConsoleSite : IAsyncLifetime
{
    public const string Password = "old-password-of-the-trunk";

    // The machine may be busy; nothing waits that long when all is well.
    private const float Patience = 120_000;

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    internal RunningService Service { get; private set; } = null!;

    internal ToggledAlarm Alarm { get; } = new();

    /// <summary>Tokens of the roles.</summary>
    internal string Monitor { get; private set; } = null!;

    internal string Admin { get; private set; } = null!;

    /// <summary>Where pictures are put.</summary>
    public static string Pictures { get; } = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "console")).FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Service = await RunningService.StartAsync(
            Cancel,
            prepare: static (service, section) =>
            {
                service.Folder.Write("trunk.password", Password + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
                KeyFileWriter.Create(service.Folder.File("dialin.key")).Dispose();
                service.Carrier.SetPasswords("123456", Password);
                section["Trunks"] = new object[]
                {
                    new { Name = "carrier", Mode = "Register", Registrar = $"sip:{service.Carrier.SipEndPoint}", Username = "123456", PasswordFile = "trunk.password" },
                    new { Name = "school", Mode = "Static", AllowedSources = new[] { "192.0.2.0/24" } },
                };
            },
            services: services => services.AddSingleton<IAlarmSource>(Alarm));
        await Service.Carrier.WaitForRegistrationAsync("123456", Cancel);
        Monitor = await TokenAsync(ApiRole.Monitor);
        Admin = await TokenAsync(ApiRole.Admin);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Timeout = Patience, Args = ["--disable-gpu"] });
        Assertions.SetDefaultExpectTimeout(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
        await Service.DisposeAsync();
    }

    /// <summary>A browser of somebody who was never here, at the page.</summary>
    internal async Task<ConsolePage> OpenAsync(string locale = "en-GB", ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900, ReducedMotion? motion = null, bool withoutPolicy = false)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Service.Http.ToString(),
            Locale = locale,
            TimezoneId = "Europe/Berlin",
            ColorScheme = scheme,
            ReducedMotion = motion,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            BypassCSP = withoutPolicy,
        });
        context.SetDefaultTimeout(Patience);
        await context.AddInitScriptAsync("window.violations = []; addEventListener('securitypolicyviolation', event => violations.push(`${event.violatedDirective} ${event.blockedURI}`));");
        var page = new ConsolePage(await context.NewPageAsync());
        await page.Page.GotoAsync("/");
        return page;
    }

    /// <summary>The same, logged in.</summary>
    internal async Task<ConsolePage> LogInAsync(string token, string locale = "en-GB", ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900, ReducedMotion? motion = null, bool withoutPolicy = false)
    {
        var page = await OpenAsync(locale, scheme, width, height, motion, withoutPolicy);
        await page.LogInAsync(token);
        await Assertions.Expect(page.Page.Locator("#panels")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>A call that stays until it is hung up, for a meeting that never begins. Who types no PIN is hung up on within a minute, for which a browser on a busy machine may need to draw a page.</summary>
    internal async Task<SimulatedCall> LastingCallAsync() => await Service.CallWithPinAsync(await Service.ReserveAsync("room-that-never-begins", Cancel), Cancel);

    /// <summary>Raises an alarm, until it is disposed of: however its test ends, the others see none.</summary>
    internal IDisposable Raise(AlarmFinding finding)
    {
        var board = Service.Application.Services.GetRequiredService<AlarmBoard>();
        Alarm.Finding = finding;
        board.Look();
        return new RaisedAlarm(Alarm, board);
    }

    private async Task<string> TokenAsync(ApiRole role)
    {
        var token = ApiTokens.Create();
        await Service.Application.Services.GetRequiredService<IApiTokenStore>().AddAsync(ApiTokens.HashOf(token), role, null, null, null, DateTimeOffset.UnixEpoch, "test", Cancel);
        return token;
    }
}

/// <summary>An alarm that is up.</summary>
internal sealed class RaisedAlarm(ToggledAlarm alarm, AlarmBoard board) : IDisposable
{
    public void Dispose()
    {
        alarm.Finding = null;
        board.Look();
    }
}

/// <summary>The page in one browser window, with all that it got from the service.</summary>
internal sealed class ConsolePage : IAsyncDisposable
{
    private readonly ConcurrentBag<string> _errors = [];
    private readonly ConcurrentBag<Task<string>> _answers = [];

    public ConsolePage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.Response += (_, response) =>
        {
            // Read as they come: the browser throws old ones away.
            if (response.Status == 200 && !response.Url.EndsWith("/events", StringComparison.Ordinal))
            {
                _answers.Add(ReadAsync(response));
            }
        };
    }

    public IPage Page { get; }

    public async Task LogInAsync(string token)
    {
        await Page.FillAsync("#token", token);
        await Page.PressAsync("#token", "Enter");
    }

    /// <summary>Answers for the service when the page asks for the exchange of a call: there is none.</summary>
    public Task WithoutLadderAsync() => Page.RouteAsync("**/ladder", static route => route.FulfillAsync(new RouteFulfillOptions { Status = 404, ContentType = "application/problem+json", Body = "{}" }));

    /// <summary>The row of the only call that is up.</summary>
    public ILocator Call => Page.Locator("#calls tbody tr");

    /// <summary>Nothing went wrong in the page, and its policy stopped nothing.</summary>
    public async Task AssertQuietAsync()
    {
        Assert.Empty(_errors);
        Assert.Equal("[]", await Page.EvaluateAsync<string>("JSON.stringify(window.violations)"));
    }

    /// <summary>What the page holds now, and all answers that it got but the stream.</summary>
    public async Task<string> EverythingAsync()
    {
        var texts = new List<string> { await Page.ContentAsync(), await Page.EvaluateAsync<string>("JSON.stringify(Object.entries(localStorage)) + JSON.stringify(Object.entries(sessionStorage)) + document.cookie + location.href") };
        texts.AddRange(await Task.WhenAll(_answers));
        return string.Join('\n', texts);
    }

    private static async Task<string> ReadAsync(IResponse response) => $"{response.Url}\n{await response.TextAsync()}";

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}

/// <summary>An alarm that a test raises.</summary>
internal sealed class ToggledAlarm : IAlarmSource
{
    public volatile AlarmFinding? Finding;

    public IEnumerable<AlarmFinding> Find() => Finding is { } finding ? [finding] : [];
}
