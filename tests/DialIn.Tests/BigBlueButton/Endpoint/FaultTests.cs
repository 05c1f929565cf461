using DialIn.Announcements;
using DialIn.BigBlueButton.Endpoint;
using DialIn.Pins;
using DialIn.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>What breaks behind the endpoint is told to the front end; what breaks in DialIn is not.</summary>
public class FaultTests
{
    private const string Create = "meetingID=room-1&name=n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_ThatIsGone_IsSaidInBbbsWords_AndLoggedOnce()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        await endpoint.StopServerAsync();

        var answer = await endpoint.GetAsync("create", Create, Cancel);
        await endpoint.GetAsync("getMeetings", "", Cancel);

        Assert.StartsWith("HTTP/1.1 502", answer, StringComparison.Ordinal);
        Assert.Contains("<response><returncode>FAILED</returncode><messageKey>internalError</messageKey><message>", answer, StringComparison.Ordinal);
        Assert.Single(Logged(endpoint, 5102));
    }

    [Fact]
    public async Task Server_ThatHangs_IsSaidInBbbsWords()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, endpoint: static options => options["Timeout"] = "1 s");
        endpoint.Answer = static (http, _) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);

        var answer = await endpoint.GetAsync("getMeetings", "", Cancel);

        Assert.StartsWith("HTTP/1.1 504", answer, StringComparison.Ordinal);
        Assert.Contains("<messageKey>internalError</messageKey>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatBreaksOff_IsNotMended()
    {
        const string begin = "<response><returncode>SUCCESS</returncode><meetingID>room-1</meetingID>";
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        var isRead = new TaskCompletionSource();
        endpoint.Answer = async (http, _) =>
        {
            http.Response.ContentLength = 1000;
            await http.Response.WriteAsync(begin, Cancel);
            await http.Response.Body.FlushAsync(Cancel);
            await isRead.Task;
            http.Abort();
        };
        using var client = new HttpClient();
        using var answer = await client.GetAsync(
            new Uri(endpoint.Http, $"/bigbluebutton/api/create?{EndpointFixture.Sign("create", Create)}"), HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancel);
        await body.ReadExactlyAsync(new byte[begin.Length], Cancel);

        isRead.SetResult();

        await Assert.ThrowsAnyAsync<IOException>(async () => await body.ReadExactlyAsync(new byte[1], Cancel));
        await endpoint.RecordAllAsync(Cancel);
        Assert.Equal(0, endpoint.Announcements.Count);
    }

    [Fact]
    public async Task ErrorPage_OfTheServersProxy_IsUnchanged()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        endpoint.Answer = static (http, _) => http.Response.SendAsync("nginx.html", 502);

        var answer = await endpoint.GetAsync("create", Create, Cancel);

        Assert.StartsWith("HTTP/1.1 502", answer, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n\r\n{System.Text.Encoding.UTF8.GetString(Document.Read("nginx.html"))}", Unchunked(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_ThatFails_DelaysNoMeeting_AndIsLoggedOnce()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        endpoint.Pins.Before = static _ => Task.FromException(new StoreUnavailableException("the test took it away", new IOException()));

        var answer = await endpoint.GetAsync("create", Create, Cancel);
        await endpoint.GetAsync("create", Create, Cancel);

        Assert.Contains("<returncode>SUCCESS</returncode>", answer, StringComparison.Ordinal);
        Assert.All(endpoint.Seen, static seen => Assert.Equal(EndpointFixture.Sign("create", $"{Create}&dialNumber=613-555-1234", EndpointFixture.ServerSecret), seen.Query));
        Assert.Single(Logged(endpoint, 5101));
        Assert.Equal(AnnouncementOutcome.StoreUnavailable, (await endpoint.Announcements.NextAsync(Cancel)).Outcome);
    }

    [Fact]
    public async Task Database_ThatFailsInAWayThatNobodyThoughtOf_DelaysNoMeeting()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        foreach (var fault in new Exception[] { new InvalidOperationException("of the test"), new OperationCanceledException("of the test"), new TimeoutException("of the test") })
        {
            endpoint.Pins.Before = _ => Task.FromException(fault);
            Assert.Contains("<returncode>SUCCESS</returncode>", await endpoint.GetAsync("create", Create, Cancel), StringComparison.Ordinal);
        }

        Assert.Single(Logged(endpoint, 5101));
        Assert.DoesNotContain(endpoint.Seen, static seen => seen.Parameters.ContainsKey("moderatorOnlyMessage"));
    }

    [Fact]
    public async Task Database_ThatHangs_IsWaitedForOnce()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        endpoint.Pins.Before = _ =>
        {
            asked.TrySetResult();
            return release.Task;
        };
        var first = endpoint.GetAsync("create", Create, Cancel);
        await asked.Task.WaitAsync(Limits.Generous, Cancel);

        await Waiting.UntilAsync(
            () =>
            {
                // Whether the wait has begun when the question has come is not to be seen from here.
                endpoint.Time.Advance(MeetingPins.Within);
                return first.IsCompleted;
            },
            Cancel);

        Assert.Contains("SUCCESS", await first.WaitAsync(Limits.Generous, Cancel), StringComparison.Ordinal);
        Assert.Contains("SUCCESS", await endpoint.GetAsync("create", Create, Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain(endpoint.Seen, static seen => seen.Parameters.ContainsKey("moderatorOnlyMessage"));

        release.SetResult();
        await endpoint.GetAsync("create", Create, Cancel);
        Assert.Contains(endpoint.Seen, static seen => seen.Parameters.ContainsKey("moderatorOnlyMessage"));
    }

    [Fact]
    public async Task Database_ThatHangsWhenACreateIsRecorded_DelaysNoAnswer()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        var release = new TaskCompletionSource();
        endpoint.Announcements.Before = () => release.Task;
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { Timeout = Limits.Generous };

        // The second one needs the connection of the first.
        foreach (var room in new[] { "room-1", "room-2" })
        {
            var query = EndpointFixture.Sign("create", $"meetingID={room}&name=n");
            using var answer = await client.GetAsync(new Uri(endpoint.Http, $"/bigbluebutton/api/create?{query}"), Cancel);
            // Its end is what the front end waits for.
            Assert.True(answer.Headers.TransferEncodingChunked);
            Assert.Equal(CreateDocument.Of(room), await answer.Content.ReadAsStringAsync(Cancel));
        }

        Assert.Equal(0, endpoint.Announcements.Count);
        release.SetResult();
        Assert.Equal("room-1", (await endpoint.Announcements.NextAsync(Cancel)).MeetingId);
        Assert.Equal("room-2", (await endpoint.Announcements.NextAsync(Cancel)).MeetingId);
    }

    [Fact]
    public async Task Record_ThatFails_IsLogged_AndTheNextIsWritten()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        endpoint.Announcements.Before = () =>
        {
            endpoint.Announcements.Before = static () => Task.CompletedTask;
            throw new InvalidOperationException("of the test");
        };

        await endpoint.GetAsync("create", Create, Cancel);
        await endpoint.GetAsync("create", "meetingID=room-2&name=n", Cancel);

        Assert.Equal("room-2", (await endpoint.Announcements.NextAsync(Cancel)).MeetingId);
        Assert.Single(Logged(endpoint, 5108));
    }

    [Fact]
    public async Task CallsThatNobodySigned_AreLoggedOnceAMinute_WhateverComesBetween()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        for (var i = 0; i < 3; i++)
        {
            await endpoint.GetAsync("getMeetings", "", Cancel, "another-secret");
            await endpoint.GetAsync("getMeetings", "", Cancel);
        }

        Assert.Single(Logged(endpoint, 5107));
        endpoint.Time.Advance(TimeSpan.FromMinutes(1));

        await endpoint.GetAsync("getMeetings", "", Cancel, "another-secret");

        Assert.Equal(2, Logged(endpoint, 5107).Count());
    }

    [Fact]
    public async Task Pool_ThatIsEmpty_IsFilledAtOnce()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, freePins: 0);

        await Task.WhenAll(Enumerable.Range(1, 8).Select(i => endpoint.GetAsync("create", $"meetingID=room-{i}&name=n", Cancel)));

        Assert.All(endpoint.Seen, static seen => Assert.True(seen.Parameters.ContainsKey("moderatorOnlyMessage")));
        Assert.Equal(8, (await endpoint.Pins.CountAsync(Cancel)).Assigned);
    }

    [Fact]
    public async Task Pool_ThatIsEmpty_AndFilledByHand_IsAnAlarm()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, freePins: 0, refillTo: 0);

        await endpoint.GetAsync("create", Create, Cancel);

        Assert.False(endpoint.Only.Parameters.ContainsKey("moderatorOnlyMessage"));
        Assert.Contains("PoolEmpty", Assert.Single(Logged(endpoint, 5101)).Message, StringComparison.Ordinal);
        Assert.Equal(AnnouncementOutcome.NoPin, (await endpoint.Announcements.NextAsync(Cancel)).Outcome);
    }

    [Fact]
    public async Task Text_ThatCannotBeMade_KeepsNobodyFromTheMeeting()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, message: static (_, _) => throw new FormatException("a template"));

        Assert.Contains("SUCCESS", await endpoint.GetAsync("create", Create, Cancel), StringComparison.Ordinal);

        Assert.False(endpoint.Only.Parameters.ContainsKey("moderatorOnlyMessage"));
        Assert.Single(Logged(endpoint, 5105));
    }

    // One chunk: its length before it, the end behind it.
    private static string Unchunked(string answer)
    {
        var body = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return answer.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal)
            ? answer[..body] + answer[(answer.IndexOf("\r\n", body, StringComparison.Ordinal) + 2)..].Replace("\r\n0\r\n\r\n", "", StringComparison.Ordinal)
            : answer;
    }

    private static IEnumerable<FakeLogRecord> Logged(EndpointFixture endpoint, int id) =>
        endpoint.Log.GetSnapshot().Where(record => record.Id.Id == id);
}
