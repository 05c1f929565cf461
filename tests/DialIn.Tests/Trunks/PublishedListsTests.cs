using System.Net;
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
    [InlineData(404, "", "cannot be read: the answer is 404")]
    [InlineData(200, """{ "signaling": [] }""", "names no network")]
    [InlineData(200, """{ "signaling": ["192.0.2.0/24", "0.0.0.0/0"] }""", "names 0.0.0.0/0, which is wider than a carrier's network is")]
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
        Assert.Contains($"/bigbluebutton/api/list.json {fault}; calls are admitted from the 1 networks that it named before", _log.LatestRecord.Message, StringComparison.Ordinal);
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
        private IReadOnlyList<IPNetwork> _networks = [];

        public Task<IReadOnlyList<IPNetwork>> FindAsync(Uri list, CancellationToken cancellationToken) => Task.FromResult(_networks);

        public Task KeepAsync(Uri list, IReadOnlyList<IPNetwork> networks, DateTimeOffset at, CancellationToken cancellationToken)
        {
            _networks = networks;
            return Task.CompletedTask;
        }
    }
}
