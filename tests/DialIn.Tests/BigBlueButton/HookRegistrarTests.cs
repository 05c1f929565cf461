using System.Threading.Channels;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Hooks;
using DialIn.Tests.Secrets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Tests.BigBlueButton;

public class HookRegistrarTests
{
    private const string Callback = "https://dialin.example.org/hooks/bigbluebutton/bbb1";
    private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();
    private readonly FakeLogger<HookRegistrar> _log = new();
    private volatile bool _isThere;
    private volatile string? _failure;
    private volatile string? _broken;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hook_IsCreatedOnce_AndAgainWhenTheServerHasForgotten()
    {
        await using var server = await HttpBbb.StartAsync(AnswerAsync);
        var time = new ObservedTime();
        using var registrar = Registrar(server.ApiUrl, time);
        await registrar.StartAsync(Cancel);

        Assert.Equal("hooks/list", await NextAsync());
        Assert.Equal("hooks/create", await NextAsync());
        await PassAsync(time, TimeSpan.FromMinutes(5));
        Assert.Equal("hooks/list", await NextAsync());
        _isThere = false;
        await PassAsync(time, TimeSpan.FromMinutes(5));
        Assert.Equal("hooks/list", await NextAsync());
        Assert.Equal("hooks/create", await NextAsync());

        await registrar.StopAsync(Cancel);
    }

    [Fact]
    public async Task Failure_IsSaidOnce_AndTriedAgain()
    {
        _failure = "create_hook-Error";
        await using var server = await HttpBbb.StartAsync(AnswerAsync);
        var time = new ObservedTime();
        using var registrar = Registrar(server.ApiUrl, time);
        await registrar.StartAsync(Cancel);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(["hooks/list", "hooks/create"], [await NextAsync(), await NextAsync()]);
            await PassAsync(time, TimeSpan.FromSeconds(30));
        }

        Assert.Equal("hooks/list", await NextAsync());
        Assert.Single(_log.Collector.GetSnapshot(), static entry => entry.Id.Id == 3406 && entry.Message.Contains("create_hook-Error", StringComparison.Ordinal));
        await registrar.StopAsync(Cancel);
    }

    [Theory]
    [InlineData("gzip", "NoConnection")]
    [InlineData("deflate", "NoConnection")]
    [InlineData("br", "NotBbb")]
    public async Task BrokenCompression_IsAFailureLikeAnyOther_AndTriedAgain(string encoding, string kind)
    {
        _broken = encoding;
        await using var server = await HttpBbb.StartAsync(AnswerAsync);
        var time = new ObservedTime();
        using var registrar = Registrar(server.ApiUrl, time);
        await registrar.StartAsync(Cancel);

        Assert.Equal("hooks/list", await NextAsync());
        await time.TimerSetAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Single(_log.Collector.GetSnapshot(), entry => entry.Id.Id == 3406 && entry.Message.Contains(kind, StringComparison.Ordinal));
        _broken = null;
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(["hooks/list", "hooks/create"], [await NextAsync(), await NextAsync()]);
        await registrar.StopAsync(Cancel);
    }

    private static async Task PassAsync(ObservedTime time, TimeSpan passes)
    {
        await time.TimerSetAsync(passes, Cancel);
        time.Advance(passes);
    }

    private async Task<string> NextAsync() => await _asked.Reader.ReadAsync(Cancel).AsTask().WaitAsync(Limits.Generous, Cancel);

    private async Task AnswerAsync(HttpContext context)
    {
        var call = context.Request.Path.Value!["/bigbluebutton/api/".Length..];
        if (_broken is { } encoding)
        {
            await context.Response.SendBrokenAsync(encoding);
            _asked.Writer.TryWrite(call);
            return;
        }

        // Webhooks 2.x know SHA-1 alone.
        if (context.Request.Query["checksum"].ToString().Length != 40)
        {
            await context.Response.WriteAsync("<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey></response>");
            return;
        }

        if (call == "hooks/create")
        {
            Assert.Equal(Callback, context.Request.Query["callbackURL"]);
            _isThere = _failure is null;
        }

        var hook = $"<hook><hookID>1</hookID><callbackURL><![CDATA[{Callback}]]></callbackURL></hook>";
        await context.Response.WriteAsync(call == "hooks/create" && _failure is { } failure
            ? $"<response><returncode>FAILED</returncode><messageKey>{failure}</messageKey></response>"
            : $"<response><returncode>SUCCESS</returncode><hooks>{(_isThere ? hook : "")}</hooks></response>");
        _asked.Writer.TryWrite(call);
    }

    private HookRegistrar Registrar(string apiUrl, TimeProvider time)
    {
        var services = new ServiceCollection().AddSingleton(time).AddBbbApiClient().BuildServiceProvider();
        var server = new ServerOptions { Name = "bbb1", ApiUrl = apiUrl, Secret = "s3cret", Hooks = { CallbackUrl = Callback } };
        return new HookRegistrar(server, new BbbCalls(services.GetRequiredService<IHttpClientFactory>(), new ServerSecrets(Machines.Vault()), time), time, _log);
    }
}
