using DialIn.BigBlueButton;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.BigBlueButton;

/// <summary>The client as it is composed, against a real HTTP server.</summary>
public sealed class BbbApiClientTests : IAsyncDisposable
{
    private const string Secret = "639259d4-9dd8-4b25-bf01-95f9567eaf4b";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLoggerProvider _log = new();
    private readonly ServiceProvider _services;
    private HttpBbb? _server;

    public BbbApiClientTests() => _services = new ServiceCollection()
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log))
        .AddSingleton<TimeProvider>(_time)
        .AddBbbApiClient()
        .BuildServiceProvider();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Sha1)]
    [InlineData(ChecksumAlgorithm.Sha512)]
    internal async Task GetMeetings_ServerThatChecksTheChecksum_Answers(ChecksumAlgorithm algorithm)
    {
        var url = await ServeAsync(http => http.Response.SendAsync(
            http.Request.Path == "/bigbluebutton/api/getMeetings"
                && http.Request.Query["checksum"] == BbbChecksum.Compute("getMeetings", "", Secret, algorithm) ? "bbb-2.3.xml" : "checksum-error-new.xml"));

        var result = await AskAsync(url, algorithm);

        Assert.Null(result.Failure);
        Assert.Equal(2, result.Meetings.Count);
    }

    [Theory]
    [InlineData("/bigbluebutton/api/")]
    [InlineData("/bigbluebutton/api")]
    [InlineData("/tenant/bigbluebutton/api//")]
    public async Task GetMeetings_BaseWithOrWithoutSlash_AsksTheSamePath(string path)
    {
        string? asked = null;
        var url = await ServeAsync(http =>
        {
            asked = http.Request.Path;
            return http.Response.SendAsync("empty.xml");
        });

        await AskAsync(url.Replace("/bigbluebutton/api/", path, StringComparison.Ordinal));

        Assert.Equal($"{path.TrimEnd('/')}/getMeetings", asked);
    }

    [Fact]
    public async Task GetMeetings_ErrorStatusWithBbbAnswer_BelievesTheAnswer()
    {
        var url = await ServeAsync(http => http.Response.SendAsync("checksum-error-old.xml", 401));
        Assert.Equal(BbbFailureKind.Checksum, (await AskAsync(url)).Failure?.Kind);
    }

    [Fact]
    public async Task GetMeetings_ErrorPage_NamesTheStatus()
    {
        var url = await ServeAsync(http => http.Response.SendAsync("nginx.html", 502));
        Assert.Equal(new BbbFailure(BbbFailureKind.HttpStatus, "HTTP status 502"), (await AskAsync(url)).Failure);
    }

    [Fact]
    public async Task GetMeetings_Redirect_IsNotFollowed()
    {
        var followed = false;
        var url = await ServeAsync(http =>
        {
            followed |= http.Request.Path == "/elsewhere";
            http.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });

        Assert.Equal(new BbbFailure(BbbFailureKind.HttpStatus, "HTTP status 302"), (await AskAsync(url)).Failure);
        Assert.False(followed);
    }

    [Fact]
    public async Task GetMeetings_CompressedAnswer_IsRead()
    {
        var url = await ServeAsync(http => http.Response.SendAsync("bbb-2.7.xml"), compress: true);
        Assert.Equal(4, (await AskAsync(url)).Meetings.Count);
    }

    [Theory]
    [InlineData("gzip", BbbFailureKind.NoConnection)]
    [InlineData("deflate", BbbFailureKind.NoConnection)]
    [InlineData("br", BbbFailureKind.NotBbb)]
    internal async Task GetMeetings_BrokenCompression_IsAFailure(string encoding, BbbFailureKind kind)
    {
        var url = await ServeAsync(http => http.Response.SendBrokenAsync(encoding));
        Assert.Equal(kind, (await AskAsync(url)).Failure?.Kind);
    }

    [Fact]
    public async Task GetMeetings_NothingListens_SaysSo()
    {
        var url = await ServeAsync(static http => http.Response.SendAsync("empty.xml"));
        await _server!.StopAsync();
        Assert.Equal(new BbbFailure(BbbFailureKind.NoConnection, "nothing listens there"), (await AskAsync(url)).Failure);
    }

    [Fact]
    public async Task GetMeetings_NameThatDoesNotExist_SaysSo() =>
        Assert.Equal(BbbFailureKind.NoConnection, (await AskAsync("http://no-such-host.invalid/bigbluebutton/api/")).Failure?.Kind);

    [Fact]
    public async Task GetMeetings_ServerBreaksOff_SaysSo()
    {
        var url = await ServeAsync(async http =>
        {
            http.Response.ContentLength = 1000;
            await http.Response.WriteAsync("<response>", Token);
            await http.Response.Body.FlushAsync(Token);
            http.Abort();
        });
        Assert.Equal(BbbFailureKind.NoConnection, (await AskAsync(url)).Failure?.Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetMeetings_ServerHangs_EndsAtTheLimit(bool afterHeaders)
    {
        var reached = new TaskCompletionSource();
        var url = await ServeAsync(async http =>
        {
            if (afterHeaders)
            {
                await http.Response.WriteAsync("<response>", Token);
                await http.Response.Body.FlushAsync(Token);
            }

            reached.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        });
        var asking = AskAsync(url);
        await reached.Task.WaitAsync(Limits.Generous, Token);

        _time.Advance(Limit - TimeSpan.FromMilliseconds(1));
        Assert.False(asking.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(new BbbFailure(BbbFailureKind.Timeout, "no answer within 4 s"), (await asking.WaitAsync(Limits.Generous, Token)).Failure);
    }

    [Fact]
    public async Task GetMeetings_AskerGivesUp_IsCancelled()
    {
        using var stop = new CancellationTokenSource();
        var url = await ServeAsync(async http =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(url, cancellationToken: stop.Token));
    }

    [Fact]
    public async Task GetMeetings_CertificateNobodyKnows_SaysSo()
    {
        var url = await ServeAsync(static http => http.Response.SendAsync("empty.xml"), tls: true);
        Assert.Equal(BbbFailureKind.Tls, (await AskAsync(url)).Failure?.Kind);
    }

    [Fact]
    public async Task Log_OfEverythingAtTrace_HoldsNeitherSecretNorChecksum()
    {
        var url = await ServeAsync(static http => http.Response.SendAsync("checksum-error-new.xml"));
        await AskAsync(url);
        await _server!.StopAsync();
        await AskAsync(url);

        var text = string.Join('\n', _log.Collector.GetSnapshot().Select(static e => $"{e.Message} {e.Exception}"));
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain("checksum=", text, StringComparison.Ordinal);
        Assert.DoesNotContain(_log.Collector.GetSnapshot(), IsFromTheStockLoggers);
    }

    [Fact]
    public async Task Log_OfAnyOtherHttpClient_HasTheUrl()
    {
        // Shows that the test above can fail: without RemoveAllLoggers each request is written.
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log))
            .AddHttpClient()
            .BuildServiceProvider();
        var url = await ServeAsync(static http => http.Response.SendAsync("empty.xml"));
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("other");

        await http.GetAsync(new Uri($"{url}getMeetings?checksum=x"), Token);

        Assert.Contains(_log.Collector.GetSnapshot(), static e => IsFromTheStockLoggers(e) && e.Message.Contains("getMeetings", StringComparison.Ordinal));
    }

    private static bool IsFromTheStockLoggers(FakeLogRecord record) =>
        record.Category?.StartsWith("System.Net.Http.HttpClient", StringComparison.Ordinal) == true;

    private Task<GetMeetingsResult> AskAsync(
        string url, ChecksumAlgorithm algorithm = ChecksumAlgorithm.Sha256, CancellationToken? cancellationToken = null) =>
        _services.GetRequiredService<BbbApiClient>().GetMeetingsAsync(
            new ServerOptions { Name = "bbb1", ApiUrl = url, Checksum = algorithm }, Secret, Limit, cancellationToken ?? Token);

    private async Task<string> ServeAsync(RequestDelegate answer, bool tls = false, bool compress = false)
    {
        _server = await HttpBbb.StartAsync(answer, tls, compress);
        return _server.ApiUrl;
    }
}
