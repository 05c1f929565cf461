using System.Net;
using System.Text;
using System.Text.Json;
using DialIn.Operations.Api;
using DialIn.Pins;
using DialIn.Secrets;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DialIn.Tests.Operations.Api;

public class ApiProblemsTests(SharedApiSite shared) : IClassFixture<SharedApiSite>
{
    private readonly ApiSite _site = shared.Site;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UnknownPath_Is404_AndSaysWhereThePathsAre()
    {
        using var answer = await _site.Client.GetAsync("/api/v2/meetings", Cancel);
        Assert.Contains("/openapi/v1.json", await ApiSite.ProblemAsync(HttpStatusCode.NotFound, answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/api/v1/meetings/room", "DELETE, GET, PUT")]
    [InlineData("DELETE", "/api/v1/meetings", "GET")]
    [InlineData("PUT", "/api/v1/calls", "GET")]
    public async Task WrongMethod_Is405_AndNamesTheRightOnes(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _site.Client.SendAsync(request, Cancel);

        var detail = await ApiSite.ProblemAsync(HttpStatusCode.MethodNotAllowed, answer);

        Assert.Equal($"{method} is not for this path; it takes {allowed}.", detail);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData(null)]
    public async Task BodyOfAnotherKind_Is415(string? type)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await _site.Client.PutAsync("/api/v1/meetings/room", content, Cancel);
        Assert.Contains("application/json", await ApiSite.ProblemAsync(HttpStatusCode.UnsupportedMediaType, answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "body", "is not JSON, or names a property twice (line 1, byte 2).")]
    [InlineData("{\n  \"name\": 'x'}", "body", "is not JSON, or names a property twice (line 2, byte 11).")]
    [InlineData("""{ "name": "a", "name": "b" }""", "body", "is not JSON, or names a property twice.")]
    [InlineData("""{ "name": "\ud83d" }""", "body", "holds half of a character, such as \\ud83d without its other half.")]
    [InlineData("""{ "\udc00": "a" }""", "body", "holds half of a character, such as \\ud83d without its other half.")]
    [InlineData("[]", "body", "must be a JSON object, such as {\"name\": \"Seminar\", \"until\": \"2027-03-31T18:00Z\"}.")]
    [InlineData("null", "body", "must be a JSON object, such as {\"name\": \"Seminar\", \"until\": \"2027-03-31T18:00Z\"}.")]
    [InlineData("""{ "Name": "a" }""", "body", "may have until, name and language, and nothing else.")]
    [InlineData("""{ "until": "tomorrow" }""", "until", "must be a time such as \"2027-03-31T18:00Z\" (UTC unless it says otherwise), or null.")]
    [InlineData("""{ "until": 1766599200 }""", "until", "must be a time such as \"2027-03-31T18:00Z\" (UTC unless it says otherwise), or null.")]
    [InlineData("""{ "until": "2020-01-01" }""", "until", "is over already.")]
    [InlineData("""{ "name": "" }""", "name", "must be a text of 1 to 200 characters without control characters, or null.")]
    [InlineData("""{ "name": "a\nb" }""", "name", "must be a text of 1 to 200 characters without control characters, or null.")]
    [InlineData("""{ "name": 5 }""", "name", "must be a text of 1 to 200 characters without control characters, or null.")]
    [InlineData("""{ "language": "tlh" }""", "language", "must be one of {languages}, or null.")]
    public async Task BodyThatIsNotRight_Is400_AndNamesThePropertyAndWhatWouldBeRight(string json, string property, string fault)
    {
        fault = fault.Replace("{languages}", string.Join(", ", _site.Service.Application.Services.GetRequiredService<RoomDesk>().Languages), StringComparison.Ordinal);

        using var answer = await _site.PutAsync("room", json);

        Assert.Equal($"{property} {fault}", await ApiSite.ProblemAsync(HttpStatusCode.BadRequest, answer));
        var errors = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Cancel)).GetProperty("errors");
        Assert.Equal(fault, errors.GetProperty(property)[0].GetString());
        Assert.False(await _site.IsReservedAsync("room"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{ \"number\": 5 }")]
    public async Task BodyThatTheHostReads_IsAProblemToo(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _site.Client.PutAsync("/api/v1/callers", content, Cancel);
        Assert.Contains("/openapi/v1.json", await ApiSite.ProblemAsync(HttpStatusCode.BadRequest, answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "trunks/carrier/rotations", """{ "secrt": "n3w" }""", "secrt")]
    [InlineData("POST", "trunks/carrier/rotations", """{ "secret": 4711 }""", "secret")]
    [InlineData("POST", "traces", """{ "target": "+4915112345634", "minuts": 5 }""", "minuts")]
    [InlineData("POST", "traces", """{ "target": "+4915112345634", "minutes": "five" }""", "minutes")]
    [InlineData("POST", "proof-calls", """{ "loops": true }""", "loops")]
    [InlineData("PUT", "callers", """{ "number": "+4915112345634", "nmae": "Anna" }""", "nmae")]
    public async Task PropertyThatIsNone_OrOfAnotherKind_IsNamedWithoutItsValue(string method, string path, string json, string property)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/{path}") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var answer = await _site.Client.SendAsync(request, Cancel);
        Assert.Equal(
            $"{property} is no property of this body, or has a value of another kind; /openapi/v1.json describes it.", await ApiSite.ProblemAsync(HttpStatusCode.BadRequest, answer));
    }

    [Theory]
    [InlineData("""{ "+4915112345634": 1 }""")]
    [InlineData("""{ "target": { "+4915112345634": 1 } }""")]
    public async Task PropertyThatMayBeANumber_IsNotRepeated(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _site.Client.PostAsync("/api/v1/traces", content, Cancel);
        Assert.DoesNotContain("4915112345634", await ApiSite.ProblemAsync(HttpStatusCode.BadRequest, answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", "{", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "null", HttpStatusCode.BadRequest)]
    [InlineData("application/json", """{ "token": 4711 }""", HttpStatusCode.BadRequest)]
    [InlineData("text/plain", "{}", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, "{}", HttpStatusCode.UnsupportedMediaType)]
    public async Task LoginThatIsNotRight_IsAProblemToo(string? type, string body, HttpStatusCode expected)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await _site.Client.PostAsync("/console/session", content, Cancel);
        Assert.DoesNotContain("4711", await ApiSite.ProblemAsync(expected, answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralFaults_AreAllTold()
    {
        using var answer = await _site.PutAsync("room", """{ "until": 1, "name": 2, "language": 3 }""");
        await ApiSite.ProblemAsync(HttpStatusCode.BadRequest, answer);
        var errors = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Cancel)).GetProperty("errors");
        Assert.Equal(["until", "name", "language"], errors.EnumerateObject().Select(static error => error.Name));
    }

    [Theory]
    [InlineData("/api/v1/meetings?limit=0", "limit must be a number from 1 to 1000.")]
    [InlineData("/api/v1/meetings?limit=1001", "limit must be a number from 1 to 1000.")]
    [InlineData("/api/v1/calls?limit=ten", "limit must be a number from 1 to 1000.")]
    [InlineData("/api/v1/meetings?cursor=%25", "cursor must be that of the Link header of the page before, unchanged.")]
    [InlineData("/api/v1/meetings?cursor=", "cursor must be that of the Link header of the page before, unchanged.")]
    [InlineData("/api/v1/meetings/room/qr.png?size=63", "size must be a number of pixels from 64 to 2048.")]
    [InlineData("/api/v1/meetings/room/qr.svg?size=2049", "size must be a number of pixels from 64 to 2048.")]
    [InlineData("/api/v1/meetings/room/qr.svg?number=112", "number must be one of +4961511234567, with + written as %2B.")]
    public async Task ParameterThatIsNotRight_Is400(string path, string detail)
    {
        using var answer = await _site.Client.GetAsync(path, Cancel);
        Assert.Equal(detail, await ApiSite.ProblemAsync(HttpStatusCode.BadRequest, answer));
    }

    [Theory]
    [InlineData("PUT", "/api/v1/meetings/room", false)]
    [InlineData("PUT", "/api/v1/meetings/room", true)]
    [InlineData("POST", "/api/v1/traces", true)]
    [InlineData("POST", "/console/session", false)]
    [InlineData("POST", "/console/session", true)]
    public async Task BodyThatIsTooLong_Is413(string method, string path, bool isChunked)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = new StringContent($$"""{ "name": "{{new string('x', BodyLimit.Bytes)}}" }""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = isChunked;
        using var answer = await _site.Client.SendAsync(request, Cancel);
        Assert.Contains("16384 bytes", await ApiSite.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/meetings/room", "PUT")]
    [InlineData("/api/v1/traces", "POST")]
    [InlineData("/console/session", "POST")]
    public async Task BodyThatIsNoHttp_IsSaidSo(string path, string method)
    {
        using var client = new System.Net.Sockets.TcpClient();
        var address = _site.Client.BaseAddress!;
        await client.ConnectAsync(address.Host, address.Port, Cancel);
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                $"{method} {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: {_site.Client.DefaultRequestHeaders.Authorization}\r\nX-DialIn-Console: 1\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n"),
            Cancel);
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync(Cancel);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("The body did not come in as announced", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChunkedBodyWithoutContent_IsNone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/meetings/without-content") { Content = new StringContent("", Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await _site.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task DatabaseThatFails_Is503_WithATimeToTryAgain()
    {
        var store = new FailingPinStore(new StoreUnavailableException("the test took it away", new IOException()));
        await using var site = await ApiSite.StartAsync(services: services => store.Replace(services));
        foreach (var (method, path) in new[]
        {
            ("PUT", "/api/v1/meetings/room"),
            ("GET", "/api/v1/meetings/room"),
            ("DELETE", "/api/v1/meetings/room"),
            ("GET", "/api/v1/meetings/room/qr.png"),
            ("GET", "/api/v1/meetings/room/qr.svg"),
            ("GET", "/api/v1/meetings"),
            ("GET", "/API/v1/Meetings"),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await site.Client.SendAsync(request, Cancel);
            Assert.Contains("database", await ApiSite.ProblemAsync(HttpStatusCode.ServiceUnavailable, answer), StringComparison.Ordinal);
            Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
        }
    }

    [Fact]
    public async Task TokensThatCannotBeLookedUp_AreA503_NotARefusal()
    {
        await using var site = await ApiSite.StartAsync(services: static services => services.Replace(ServiceDescriptor.Singleton<IApiTokenStore>(new FailingTokenStore())));
        using var answer = await site.Client.GetAsync("/api/v1/calls", Cancel);
        await ApiSite.ProblemAsync(HttpStatusCode.ServiceUnavailable, answer);
    }

    [Fact]
    public async Task AnswerThatTakesTooLong_Is503()
    {
        var store = new FailingPinStore(null);
        await using var site = await ApiSite.StartAsync(services: services =>
        {
            store.Replace(services);
            services.PostConfigure<RequestTimeoutOptions>(static timeouts =>
            {
                var policy = timeouts.Policies[ApiSetup.TimeLimit];
                timeouts.Policies[ApiSetup.TimeLimit] = new RequestTimeoutPolicy
                {
                    Timeout = TimeSpan.FromMilliseconds(50),
                    TimeoutStatusCode = policy.TimeoutStatusCode,
                    WriteTimeoutResponse = policy.WriteTimeoutResponse,
                };
            });
        });
        using var answer = await site.PutAsync("room");
        Assert.Contains("took too long", await ApiSite.ProblemAsync(HttpStatusCode.ServiceUnavailable, answer), StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task FaultOfTheProgram_Is500_AndSaysNothingOfItself()
    {
        var store = new FailingPinStore(new InvalidOperationException("the inner secret"));
        await using var site = await ApiSite.StartAsync(services: services => store.Replace(services));
        using var answer = await site.PutAsync("room");
        Assert.Equal("This is a fault of DialIn; its log says more.", await ApiSite.ProblemAsync(HttpStatusCode.InternalServerError, answer));
    }

    [Fact]
    public async Task OtherPaths_AreLeftAlone()
    {
        using var answer = await _site.Client.GetAsync("/bigbluebutton/nothing", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.False(answer.Headers.Contains("Server"));
    }
}
