using System.Collections.Concurrent;
using System.Xml.Linq;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Endpoint;
using DialIn.Secrets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>Several servers behind the endpoint: each meeting stays on its own, new ones go where there is room.</summary>
public class ClusterTests
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, int>> _meetings = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("FewestParticipants", 1)]
    [InlineData("FewestMeetings", 0)]
    public async Task NewMeeting_GoesToTheServerWithTheLeast(string policy, int expected)
    {
        await using var endpoint = await StartAsync(policy);
        On(endpoint, 0)["large"] = 80;
        On(endpoint, 1)["a"] = 2;
        On(endpoint, 1)["b"] = 2;
        endpoint.Time.Advance(TimeSpan.FromHours(1));

        await endpoint.GetAsync("create", "meetingID=new&name=n", Cancel);

        Assert.True(On(endpoint, expected).ContainsKey("new"));
    }

    [Fact]
    public async Task ManyMeetingsAtOnce_AreSpread_ThoughNobodyIsInThemYet()
    {
        await using var endpoint = await StartAsync(servers: 3, freePins: 30);

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => endpoint.GetAsync("create", $"meetingID=room-{i}&name=n", Cancel)));

        Assert.All(Enumerable.Range(0, 3), server => Assert.Equal(10, On(endpoint, server).Count));
    }

    [Fact]
    public async Task CallsOfOneMeeting_GoToItsServer()
    {
        await using var endpoint = await StartAsync();
        On(endpoint, 1)["room-1"] = 40;

        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);
        await endpoint.GetAsync("getMeetingInfo", "meetingID=room-1", Cancel);
        await endpoint.GetAsync("isMeetingRunning", "meetingID=room-1", Cancel);
        await endpoint.GetAsync("sendChatMessage", "message=x&meetingID=room-1", Cancel);
        await endpoint.GetAsync("end", "meetingID=room-1", Cancel);
        var join = await endpoint.GetAsync("join", "fullName=x&meetingID=room-1", Cancel);
        await RawHttp.SendAsync(
            endpoint.Http, "POST", $"/bigbluebutton/api/end?{EndpointFixture.Sign("end", "")}", Cancel, "meetingID=room-1", "Content-Type: application/x-www-form-urlencoded");

        Assert.Equal(6, Asked(endpoint, 1).Count);
        Assert.Empty(Asked(endpoint, 0));
        Assert.Contains($"Location: {endpoint.ServerUrl(1)}join?", join, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Breakout_GoesToItsParentsServer()
    {
        await using var endpoint = await StartAsync();
        On(endpoint, 1)["parent"] = 90;

        await endpoint.GetAsync("create", "meetingID=room-1&name=n&isBreakout=true&sequence=1&parentMeetingID=parent", Cancel);

        Assert.True(On(endpoint, 1).ContainsKey("room-1"));
    }

    [Fact]
    public async Task MeetingJustCreated_IsFound_ThoughNoListHasItYet()
    {
        await using var endpoint = await StartAsync();
        endpoint.Answer = (http, request) => request.Target.Contains("getMeetings", StringComparison.Ordinal)
            ? http.Response.SendAsync("empty.xml")
            : EndpointFixture.CreatedAsync(http, request);
        await endpoint.GetAsync("create", "meetingID=a&name=n", Cancel);
        await endpoint.GetAsync("create", "meetingID=b&name=n", Cancel);

        await endpoint.GetAsync("getMeetingInfo", "meetingID=a", Cancel);
        await endpoint.GetAsync("getMeetingInfo", "meetingID=b", Cancel);

        Assert.Equal(2, Asked(endpoint, 0).Count);
        Assert.Equal(2, Asked(endpoint, 1).Count);
    }

    [Fact]
    public async Task MeetingOfALostServer_IsUnavailable_AndIsCreatedElsewhere()
    {
        await using var endpoint = await StartAsync();
        On(endpoint, 1)["room-1"] = 5;
        await endpoint.GetAsync("getMeetingInfo", "meetingID=room-1", Cancel);
        await endpoint.StopServerAsync(1);
        endpoint.Directory.ServerUnreachable("bbb2");

        var joined = await endpoint.GetAsync("join", "fullName=x&meetingID=room-1", Cancel);
        var created = await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);

        Assert.Contains("<messageKey>serverUnavailable</messageKey>", joined, StringComparison.Ordinal);
        Assert.Contains("SUCCESS", created, StringComparison.Ordinal);
        Assert.True(On(endpoint, 0).ContainsKey("room-1"));
    }

    [Fact]
    public async Task GetMeetings_HasThoseOfAllServers()
    {
        await using var endpoint = await StartAsync();
        On(endpoint, 0)["a & b"] = 1;
        On(endpoint, 1)["c"] = 2;

        var answer = await XmlAsync(endpoint, "getMeetings", "");

        Assert.Equal(["a & b", "c"], answer.Elements("meetings").Elements("meeting").Select(static meeting => meeting.Element("meetingID")!.Value));
    }

    [Fact]
    public async Task GetMeetings_WithoutAny_SaysSoAsBbbDoes()
    {
        await using var endpoint = await StartAsync();

        Assert.Equal("noMeetings", (await XmlAsync(endpoint, "getMeetings", "")).Element("messageKey")?.Value);
    }

    [Fact]
    public async Task GetMeetings_WhileAServerFails_IsNoHalfList()
    {
        await using var endpoint = await StartAsync();
        On(endpoint, 0)["a"] = 1;
        await endpoint.StopServerAsync(1);
        Assert.Equal("internalError", (await XmlAsync(endpoint, "getMeetings", "")).Element("messageKey")?.Value);

        endpoint.Directory.ServerUnreachable("bbb2");

        Assert.Single((await XmlAsync(endpoint, "getMeetings", "")).Elements("meetings").Elements("meeting"));
    }

    [Fact]
    public async Task Recordings_AreListedOfAll_AndChangedWhereTheyAre()
    {
        await using var endpoint = await StartAsync();
        endpoint.Answer = (http, request) => http.Response.WriteAsync(
            request.Target.Contains("getRecordings", StringComparison.Ordinal)
                ? $"<response><returncode>SUCCESS</returncode><recordings><recording><recordID>r{http.Connection.LocalPort}</recordID></recording></recordings></response>"
                : request.Headers["Host"] == new Uri(endpoint.ServerUrl(1)).Authority
                    ? "<response><returncode>SUCCESS</returncode><published>true</published></response>"
                    : "<response><returncode>FAILED</returncode><messageKey>notFound</messageKey></response>");

        Assert.Equal(2, (await XmlAsync(endpoint, "getRecordings", "state=any")).Elements("recordings").Elements().Count());
        Assert.Equal("true", (await XmlAsync(endpoint, "publishRecordings", "recordID=r1&publish=true")).Element("published")?.Value);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task AnswerWithBrokenCompression_IsNone(string encoding)
    {
        await using var endpoint = await StartAsync();
        endpoint.Answer = (http, _) => http.Response.SendBrokenAsync(encoding);

        Assert.Equal("internalError", (await XmlAsync(endpoint, "getMeetings", "")).Element("messageKey")?.Value);
    }

    [Theory]
    [InlineData("getMeetings", "")]
    [InlineData("publishRecordings", "recordID=r1&publish=true")]
    public async Task ServerThatHasItsNewSecretAlready_IsAskedWithThat(string call, string query)
    {
        await using var endpoint = await StartAsync();
        Change(endpoint, "the-new-one");
        endpoint.Answer = (http, request) => http.Response.WriteAsync(
            request.Parameters["checksum"] == BbbChecksum.Compute(call, query, "the-new-one", ChecksumAlgorithm.Sha256)
                ? "<response><returncode>SUCCESS</returncode></response>"
                : "<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey></response>");

        Assert.Equal("SUCCESS", (await XmlAsync(endpoint, call, query)).Element("returncode")?.Value);
    }

    [Fact]
    public async Task ServerThatRefusesBothSecrets_IsAskedWithEachOnce()
    {
        await using var endpoint = await StartAsync();
        Change(endpoint, "the-new-one");
        endpoint.Answer = static (http, _) => http.Response.WriteAsync("<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey></response>");

        Assert.Equal("checksumError", (await XmlAsync(endpoint, "getRecordings", "")).Element("messageKey")?.Value);

        Assert.Equal(4, endpoint.Seen.Count);
    }

    [Theory]
    [InlineData(ServerQuestions.MaxBytes / 4, "SUCCESS")]
    [InlineData(ServerQuestions.MaxBytes / 2, "FAILED")]
    public async Task Answers_OfAllServersTogether_HaveOneLimit(int blanks, string expected)
    {
        await using var endpoint = await StartAsync();
        var document = $"<response><returncode>SUCCESS</returncode><recordings><recording><recordID>r</recordID></recording>{new string(' ', blanks)}</recordings></response>";
        endpoint.Answer = (http, _) => http.Response.WriteAsync(document);

        Assert.Equal(expected, (await XmlAsync(endpoint, "getRecordings", "")).Element("returncode")?.Value);
    }

    [Fact]
    public async Task ListsOfManyAtOnce_WaitForEachOther_AndAreAllWhole()
    {
        await using var endpoint = await StartAsync();
        endpoint.Answer = static (http, _) => http.Response.WriteAsync(
            "<response><returncode>SUCCESS</returncode><recordings><recording><name>bell &#7; &amp; Käse</name></recording></recordings></response>");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => endpoint.GetAsync("getRecordings", "", Cancel)));

        Assert.All(answers, static answer => Assert.EndsWith(
            "<response><returncode>SUCCESS</returncode><recordings><recording><name>bell &#x7; &amp; Käse</name></recording><recording><name>bell &#x7; &amp; Käse</name></recording></recordings></response>",
            answer,
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("hooks/create", "callbackURL=x")]
    [InlineData("putRecordingTextTrack", "recordID=x")]
    public async Task WhatBelongsToOneServer_IsRefused(string call, string query)
    {
        await using var endpoint = await StartAsync();

        Assert.Equal("unsupportedRequest", (await XmlAsync(endpoint, call, query)).Element("messageKey")?.Value);
        Assert.Empty(endpoint.Seen);
    }

    [Fact]
    public async Task CallThatNobodySigned_MakesNobodyAskAllServers()
    {
        await using var endpoint = await StartAsync();

        await RawHttp.SendAsync(endpoint.Http, "GET", "/bigbluebutton/api/getMeetings", Cancel);

        Assert.Equal("/bigbluebutton/api/getMeetings", endpoint.Only.Target);
    }

    private static ConcurrentDictionary<string, int> Meetings(ConcurrentDictionary<string, ConcurrentDictionary<string, int>> all, string host) =>
        all.GetOrAdd(host, static _ => new ConcurrentDictionary<string, int>());

    private static List<SeenRequest> Asked(EndpointFixture endpoint, int server) =>
        [.. endpoint.Seen.Where(seen => seen.Headers["Host"] == new Uri(endpoint.ServerUrl(server)).Authority && !seen.Target.Contains("getMeetings", StringComparison.Ordinal))];

    // Both servers' secrets are being changed.
    private static void Change(EndpointFixture endpoint, string pending)
    {
        foreach (var server in (string[])["bbb1", "bbb2"])
        {
            var unstored = Credential.Unstored(CredentialName.OfServer(server), isConfigured: true, DateTimeOffset.UnixEpoch);
            endpoint.Services.GetRequiredService<SecretVault>().Set(new HeldCredential(
                unstored with { Pending = new SecretSlot(1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch) }, new Dictionary<int, Secret> { [1] = Secret.Of(pending) }));
        }
    }

    private ConcurrentDictionary<string, int> On(EndpointFixture endpoint, int server) => Meetings(_meetings, new Uri(endpoint.ServerUrl(server)).Authority);

    private async Task<EndpointFixture> StartAsync(string policy = "FewestParticipants", int servers = 2, int freePins = 5)
    {
        var endpoint = await EndpointFixture.StartAsync(Cancel, endpoint: options => options["PickServer"] = policy, servers: servers, freePins: freePins);
        endpoint.Answer = ServeAsync;
        return endpoint;
    }

    private async Task ServeAsync(HttpContext http, SeenRequest request)
    {
        var meetings = Meetings(_meetings, request.Headers["Host"]);
        if (request.Target.Contains("/getMeetings", StringComparison.Ordinal))
        {
            var list = new XElement("response", new XElement("returncode", "SUCCESS"), new XElement("meetings", meetings.Select(static meeting => new XElement(
                "meeting",
                new XElement("meetingID", meeting.Key),
                new XElement("createTime", DateTimeOffset.UnixEpoch.ToUnixTimeMilliseconds()),
                new XElement("endTime", 0),
                new XElement("participantCount", meeting.Value)))));
            await http.Response.WriteAsync(list.ToString());
            return;
        }

        if (request.Target.Contains("/create", StringComparison.Ordinal))
        {
            meetings.TryAdd(request.Parameters["meetingID"], 0);
        }

        await EndpointFixture.CreatedAsync(http, request);
    }

    private static async Task<XElement> XmlAsync(EndpointFixture endpoint, string call, string query)
    {
        using var client = new HttpClient();
        return XElement.Parse(await (await client.GetAsync(new Uri(endpoint.Http, $"/bigbluebutton/api/{call}?{EndpointFixture.Sign(call, query)}"), Cancel)).Content.ReadAsStringAsync(Cancel));
    }
}
