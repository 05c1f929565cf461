using System.Net;
using System.Net.Http.Headers;
using DialIn.Simulator.Api;
using DialIn.Simulator.Meetings;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Simulator.Tests.Api;

public class ApiHostTests
{
    private const string Secret = "s3cret";
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly MeetingBook _book = new(TimeProvider.System, TimeSpan.Zero);

    [Fact]
    public async Task Get_WithEncodedParameters_IsCheckedOverTheBytesAsSent()
    {
        await using var host = await StartAsync();
        using var client = new HttpClient();
        var query = ApiChecksum.Sign("create", "name=K%c3%b6ln+%2F+Saal&meetingID=a%20b&welcome=%25%25CONFNAME%25%25", Secret);
        using var answer = await client.GetAsync(AsIs(host.ApiUrl + "create?" + query), Never);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<response><returncode>SUCCESS</returncode>", await answer.Content.ReadAsStringAsync(Never), StringComparison.Ordinal);
        Assert.Equal("Köln / Saal", _book.Find("a b")!.Name);
    }

    [Fact]
    public async Task Post_FormBody_IsRead()
    {
        await using var host = await StartAsync();
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent([new("name", "Posted"), new("meetingID", "pp")]);
        using var answer = await client.PostAsync(new Uri(host.ApiUrl, "create?" + ApiChecksum.Sign("create", "", Secret)), form, Never);
        Assert.Equal("Posted", _book.Find("pp")!.Name);
    }

    [Fact]
    public async Task Post_PresentationAsXml_IsNoForm()
    {
        await using var host = await StartAsync();
        using var client = new HttpClient();
        using var body = new StringContent("<modules/>", new MediaTypeHeaderValue("application/xml"));
        var query = ApiChecksum.Sign("create", "name=A&meetingID=aa", Secret);
        using var answer = await client.PostAsync(new Uri(host.ApiUrl, "create?" + query), body, Never);
        Assert.NotNull(_book.Find("aa"));
    }

    [Fact]
    public async Task Failure_IsStillStatus200()
    {
        await using var host = await StartAsync();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(host.ApiUrl, "getMeetings?checksum=00"), Never);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("<messageKey>checksumError</messageKey>", await answer.Content.ReadAsStringAsync(Never), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherPath_Is404()
    {
        await using var host = await StartAsync();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(host.ApiUrl, "/greenlight"), Never);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Stop_Cancelled_CutsOffAnAnswerThatIsHeldBack()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await StartAsync(async token =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        using var client = new HttpClient();
        var answer = client.GetAsync(new Uri(host.ApiUrl, "getMeetings"), Never);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Never);
        await host.StopAsync(new CancellationToken(canceled: true));
        await Assert.ThrowsAsync<HttpRequestException>(() => answer.WaitAsync(TimeSpan.FromSeconds(30), Never));
    }

    // Uri would rewrite the percent-encoding in a way that the checksum does not survive.
    private static Uri AsIs(string uri) =>
        new(uri, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private Task<ApiHost> StartAsync(Func<CancellationToken, Task>? delay = null) => ApiHost.StartAsync(
        new IPEndPoint(IPAddress.Loopback, 0),
        new BbbApi(_book, () => Secret, _ => 0, _ => { }),
        delay ?? (_ => Task.CompletedTask),
        NullLoggerFactory.Instance,
        Never);
}
