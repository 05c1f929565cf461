using System.Net;
using DialIn.Operations.Alarms;
using DialIn.Pins;
using DialIn.Sip.Locating;
using DialIn.Testing;
using DialIn.Tests.BigBlueButton;
using DialIn.Trunks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Tests.Trunks;

/// <summary>Who is admitted while a carrier's web server says what it likes, over HTTP.</summary>
public sealed class PublishedListsTests
{
    private readonly ObservedTime _time = new();
    private readonly TrunkSources _sources = new();
    private readonly FakeLogger<TrunkAddresses> _log = new();
    private readonly KeptLists _kept = new();
    private int _status = StatusCodes.Status200OK;
    private string _body = """{ "signaling": ["192.0.2.0/24"], "media": ["198.51.100.0/24"] }""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListedNetworks_AreAdmitted_AndFollowedByTheHour()
    {
        await using var web = await HttpBbb.StartAsync(AnswerAsync);
        using var addresses = await StartAsync(web);
        await _time.TimerSetAsync(TimeSpan.FromHours(1), Token);
        Assert.Equal("carrier -", Who("192.0.2.7", "198.51.100.7"));

        _body = """{ "signaling": ["203.0.113.5"] }""";
        _time.Advance(TimeSpan.FromHours(1));
        await _time.TimerSetAsync(TimeSpan.FromHours(1), Token);

        Assert.Equal("- carrier", Who("192.0.2.7", "203.0.113.5"));
        Assert.Equal([3122, 3122], Events());
    }

    [Theory]
    [InlineData("/elsewhere/list.json?key=geheim", "{0}/elsewhere/list.json")]
    [InlineData("https://user:geheim@other.example/list.json", "https://other.example/list.json")]
    public async Task Redirection_IsNotFollowed_AndSaysWhereItLeads(string location, string there)
    {
        await using var web = await HttpBbb.StartAsync(context =>
        {
            // Where it leads there is a good list.
            context.Response.Redirect(location);
            return context.Request.Path.Value!.StartsWith("/elsewhere", StringComparison.Ordinal) ? AnswerAsync(context) : Task.CompletedTask;
        });
        var root = new Uri(web.ApiUrl).GetLeftPart(UriPartial.Authority);

        Assert.Equal(
            $"cannot be read: the answer is 302, which leads to {there.Replace("{0}", root, StringComparison.Ordinal)}; name that address if it is the carrier's",
            (await Lists.Reader(_time).ReadAsync(new Uri(web.ApiUrl + "list.json"), Token)).Fault);
    }

    [Fact]
    public async Task Answer_WhoseCompressionIsBroken_IsAFault()
    {
        await using var web = await HttpBbb.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.WriteAsync("this is no gzip at all", context.RequestAborted);
        });

        Assert.Equal("cannot be read: the answer breaks off", (await Lists.Reader(_time).ReadAsync(new Uri(web.ApiUrl + "list.json"), Token)).Fault);
    }

    [Theory]
    [InlineData(404, "", "cannot be read: the answer is 404")]
    [InlineData(200, """{ "signaling": [] }""", "names no network")]
    [InlineData(200, """{ "signaling": ["192.0.2.0/24", "0.0.0.0/0"] }""", "names 0.0.0.0/0 as text 2, which is wider than a carrier's network is")]
    [InlineData(200, "{", "is not JSON")]
    public async Task BadAnswer_ChangesNothing_AndIsSaidOnce(int status, string body, string fault)
    {
        await using var web = await HttpBbb.StartAsync(AnswerAsync);
        using var addresses = await StartAsync(web);
        await _time.TimerSetAsync(TimeSpan.FromHours(1), Token);
        (_status, _body) = (status, body);
        _time.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 3; i++)
        {
            await _time.TimerSetAsync(TimeSpan.FromMinutes(1), Token);
            Assert.Equal("carrier - -", Who("192.0.2.7", "203.0.113.5", "8.8.8.8"));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        await _time.TimerSetAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal([3122, 3121], Events());
        Assert.Contains($"/bigbluebutton/api/list.json {fault}; calls are admitted from the 1 networks that it named 1 h ago", _log.LatestRecord.Message, StringComparison.Ordinal);
        (_status, _body) = (200, """{ "signaling": ["203.0.113.5"] }""");
        _time.Advance(TimeSpan.FromMinutes(1));
        await _time.TimerSetAsync(TimeSpan.FromHours(1), Token);
        Assert.Equal("- carrier", Who("192.0.2.7", "203.0.113.5"));
    }

    [Fact]
    public async Task Start_WhileTheWebServerIsDown_AdmitsWhatWasKept()
    {
        await using var web = await HttpBbb.StartAsync(AnswerAsync);
        using (await StartAsync(web))
        {
            await _time.TimerSetAsync(TimeSpan.FromHours(1), Token);
        }

        _status = StatusCodes.Status503ServiceUnavailable;
        _sources.Set(SourceKind.Trunk, "carrier", Array.Empty<IPNetwork>());
        using var addresses = await StartAsync(web);
        await _time.TimerSetAsync(TimeSpan.FromMinutes(1), Token);

        Assert.Equal("carrier -", Who("192.0.2.7", "203.0.113.5"));
    }

    [Fact]
    public async Task Start_WhileTheDatabaseIsBusyToo_AdmitsWhatWasKeptOnceItAnswers()
    {
        await _kept.KeepAsync(new Uri("https://carrier.example"), [IPNetwork.Parse("192.0.2.0/24")], _time.GetUtcNow().AddDays(-3), Token);
        (_status, _kept.IsBusy) = (StatusCodes.Status503ServiceUnavailable, true);
        await using var web = await HttpBbb.StartAsync(AnswerAsync);
        using var addresses = await StartAsync(web);
        await _time.TimerSetAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal("-", Who("192.0.2.7"));

        _kept.IsBusy = false;
        _time.Advance(TimeSpan.FromMinutes(1));
        await _time.TimerSetAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal("carrier", Who("192.0.2.7"));
        Assert.Contains("calls are admitted from the 1 networks that it named 3 d ago", Assert.Single(new ListAlarmSource(addresses).Find()).Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListThatStaysAway_IsSaidDaily_AndIsAnAlarmAfterADay()
    {
        _status = StatusCodes.Status503ServiceUnavailable;
        await using var web = await HttpBbb.StartAsync(AnswerAsync);
        using var addresses = await StartAsync(web);
        var alarms = new ListAlarmSource(addresses);
        await _time.TimerSetAsync(TimeSpan.FromMinutes(1), Token);
        Assert.EndsWith("the answer is 503; nobody is admitted by it until it is read", _log.LatestRecord.Message, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromHours(23));
        await _time.TimerSetAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal([3121], Events());
        Assert.Empty(alarms.Find());

        _time.Advance(TimeSpan.FromHours(2));
        await _time.TimerSetAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal([3121, 3121], Events());
        var alarm = Assert.Single(alarms.Find());
        Assert.Equal(("TrunkListOld", "carrier", false), (alarm.Kind, alarm.Subject, alarm.IsUrgent));

        _status = StatusCodes.Status200OK;
        _time.Advance(TimeSpan.FromMinutes(1));
        await _time.TimerSetAsync(TimeSpan.FromHours(1), Token);
        Assert.Empty(alarms.Find());
    }

    [Fact]
    public async Task Fault_OfOneTrunk_IsSaidOnce_AndTriedAgain()
    {
        _kept.IsBroken = true;
        await using var web = await HttpBbb.StartAsync(AnswerAsync);
        using var addresses = await StartAsync(web);
        for (var i = 0; i < 2; i++)
        {
            await _time.TimerSetAsync(TimeSpan.FromMinutes(1), Token);
            Assert.Equal("-", Who("192.0.2.7"));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        await _time.TimerSetAsync(TimeSpan.FromMinutes(1), Token);
        _kept.IsBroken = false;
        _time.Advance(TimeSpan.FromMinutes(1));
        await _time.TimerSetAsync(TimeSpan.FromHours(1), Token);
        Assert.Equal("carrier", Who("192.0.2.7"));
        Assert.Equal([3123, 3122], Events());
    }

    [Fact]
    public void Wait_IsNeverLongerThanItsPause_NorAnAgeInTheFuture()
    {
        var hour = TimeSpan.FromHours(1);

        Assert.Equal(hour, new KnownList { AskedAt = _time.GetTimestamp() + _time.TimestampFrequency, Pause = hour }.Wait(_time));
        Assert.Equal(hour / 2, new KnownList { AskedAt = _time.GetTimestamp() - (1800 * _time.TimestampFrequency), Pause = hour }.Wait(_time));
        Assert.Equal(TimeSpan.Zero, new KnownList { AskedAt = _time.GetTimestamp() - (7200 * _time.TimestampFrequency), Pause = hour }.Wait(_time));
        Assert.Equal(TimeSpan.Zero, KnownList.None.Wait(_time));
        Assert.Equal(TimeSpan.Zero, new KnownList { Since = _time.GetUtcNow().AddDays(1) }.Age(_time));
    }

    [Fact]
    public async Task Start_WithNothingKept_AdmitsNobody()
    {
        _status = StatusCodes.Status503ServiceUnavailable;
        await using var web = await HttpBbb.StartAsync(AnswerAsync);
        using var addresses = await StartAsync(web);
        await _time.TimerSetAsync(TimeSpan.FromMinutes(1), Token);

        Assert.Equal("-", Who("192.0.2.7"));
    }

    [Fact]
    public async Task Sources_ChangedWhileRunning_NewListAndNameAreFollowed_OldOnesDoNotCount()
    {
        await using var web = await HttpBbb.StartAsync(AnswerAsync);
        var trunk = Trunk(web);
        using var addresses = await StartAsync(trunk);
        await _time.TimerSetAsync(TimeSpan.FromHours(1), Token);

        trunk.AllowedSources = [new AllowedSource(null, "carrier.example")];
        addresses.Take(trunk);
        Assert.Equal("-", Who("192.0.2.7"));
        await _time.TimerSetAsync(TimeSpan.FromMinutes(10), Token);
        Assert.Equal("- carrier", Who("192.0.2.7", "203.0.113.9"));

        trunk.AllowedSources = Trunk(web).AllowedSources;
        addresses.Take(trunk);
        await _time.TimerSetAsync(TimeSpan.FromHours(1), Token);
        Assert.Equal("carrier -", Who("192.0.2.7", "203.0.113.9"));
    }

    [Fact]
    public async Task Answer_ThatIsTooLargeOrNeverComes_IsAFault()
    {
        var silence = new TaskCompletionSource();
        await using var web = await HttpBbb.StartAsync(async context =>
        {
            if (context.Request.Path.Value!.EndsWith("large", StringComparison.Ordinal))
            {
                await context.Response.Body.WriteAsync(new byte[(1 << 20) + 1], context.RequestAborted);
                return;
            }

            await silence.Task;
        });
        var lists = Lists.Reader(_time);
        Assert.Equal("is larger than 1 MiB", (await lists.ReadAsync(new Uri(web.ApiUrl + "large"), Token)).Fault);
        await _time.TimerSetAsync(TimeSpan.FromSeconds(15), Token);

        var reading = lists.ReadAsync(new Uri(web.ApiUrl + "silent"), Token);
        await _time.TimerSetAsync(TimeSpan.FromSeconds(15), Token);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("cannot be read: no answer within 15 s", (await reading).Fault);
        silence.SetResult();
        await web.StopAsync();
        Assert.Equal("cannot be read: ConnectionError", (await lists.ReadAsync(new Uri(web.ApiUrl), Token)).Fault);
    }

    private static TrunkOptions Trunk(HttpBbb web) => new()
    {
        Name = "carrier",
        AllowedSources = [new AllowedSource(null, null, new Uri(web.ApiUrl + "list.json#/signaling"))],
    };

    private Task<TrunkAddresses> StartAsync(HttpBbb web) => StartAsync(Trunk(web));

    private async Task<TrunkAddresses> StartAsync(TrunkOptions trunk)
    {
        var dns = new ScriptedDns("carrier.example 600 A 203.0.113.9") { NegativeLifetime = TimeSpan.FromMinutes(10) };
        var addresses = new TrunkAddresses([trunk], _sources, new ServerFinder(dns), Lists.Reader(_time, _kept), _time, _log);
        await addresses.StartAsync(Token);
        return addresses;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = _status;
        await context.Response.WriteAsync(_body, context.RequestAborted);
    }

    private IEnumerable<int> Events() => _log.Collector.GetSnapshot().Select(static record => record.Id.Id);

    private string Who(params string[] addresses) => string.Join(' ', addresses.Select(address => _sources.TrunkOf(IPAddress.Parse(address)) ?? "-"));

    private sealed class KeptLists : IPublishedListStore
    {
        private KeptList? _kept;

        public bool IsBusy { get; set; }

        public bool IsBroken { get; set; }

        public Task<KeptList?> FindAsync(Uri list, CancellationToken cancellationToken) =>
            IsBroken ? throw new FormatException("somebody wrote into the table")
            : IsBusy ? throw new StoreUnavailableException("busy")
            : Task.FromResult(_kept);

        public Task KeepAsync(Uri list, IReadOnlyList<IPNetwork> networks, DateTimeOffset at, CancellationToken cancellationToken)
        {
            _kept = new KeptList(networks, at);
            return Task.CompletedTask;
        }

        public Task<int> DeleteBeforeAsync(DateTimeOffset moment, IReadOnlyCollection<Uri> besides, CancellationToken cancellationToken) => Task.FromResult(0);
    }
}
