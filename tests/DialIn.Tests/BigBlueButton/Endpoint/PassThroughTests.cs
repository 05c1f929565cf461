using DialIn.BigBlueButton;
using Microsoft.AspNetCore.Http;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>Calls that are not changed, byte for byte, on the wire before and behind the endpoint.</summary>
public class PassThroughTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/getMeetings?checksum=abc")]
    [InlineData("/getMeetings?")]
    [InlineData("/getMeetings")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("?")]
    [InlineData("/join?fullName=J%C3%BCrgen+M%20%2B%2b&meetingID=a%2fb%2Fc&password=mp&checksum=0")]
    [InlineData("/getMeetingInfo?meetingID=a&meetingID=b&&x&y=&=z&checksum=0")]
    [InlineData("/getMeetingInfo?meetingID=a?b/c:d@e;f,g'h(i)*j!k~l$m|n[o]p^q`r{s}t\"u<v>w&checksum=0")]
    [InlineData("/hooks/list?checksum=0")]
    [InlineData("/a/call/that/nobody%20knows/?x=%zz%")]
    public async Task Call_WithTheServersOwnSecret_ReachesItByteForByte(string rest)
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, EndpointFixture.ServerSecret, options => options["Joins"] = "Forward");

        await RawHttp.SendAsync(endpoint.Http, "GET", $"/bigbluebutton/api{rest}", Cancel);

        Assert.Equal($"/bigbluebutton/api{rest}", endpoint.Only.Target);
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Sha1, ChecksumAlgorithm.Sha512)]
    [InlineData(ChecksumAlgorithm.Sha256, ChecksumAlgorithm.Sha1)]
    [InlineData(ChecksumAlgorithm.Sha384, ChecksumAlgorithm.Sha256)]
    [InlineData(ChecksumAlgorithm.Sha512, ChecksumAlgorithm.Sha384)]
    internal async Task Call_WithAnotherSecret_IsSignedAnewAndOtherwiseTheSame(ChecksumAlgorithm front, ChecksumAlgorithm server)
    {
        const string query = "meetingID=a%2fb%2Fc+d%20e&x=&&y&meetingID=2";
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, checksum: server);
        var signed = EndpointFixture.Sign("getMeetingInfo", query, algorithm: front);

        await RawHttp.SendAsync(endpoint.Http, "GET", $"/bigbluebutton/api/getMeetingInfo?{signed}", Cancel);

        Assert.Equal($"{query}&checksum={BbbChecksum.Compute("getMeetingInfo", query, EndpointFixture.ServerSecret, server)}", endpoint.Only.Query);
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Sha1)]
    [InlineData(ChecksumAlgorithm.Sha256)]
    internal async Task CallOfAWebhook_IsSignedAnewWithTheHashOfTheFrontEnd(ChecksumAlgorithm front)
    {
        const string query = "callbackURL=https%3A%2F%2Fgl.example.org%2Fevents";
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, checksum: ChecksumAlgorithm.Sha512);

        await RawHttp.SendAsync(endpoint.Http, "GET", $"/bigbluebutton/api/hooks/create?{EndpointFixture.Sign("hooks/create", query, algorithm: front)}", Cancel);

        Assert.Equal(EndpointFixture.Sign("hooks/create", query, EndpointFixture.ServerSecret, front), endpoint.Only.Query);
    }

    [Theory]
    [InlineData("checksum={0}&meetingID=a")]
    [InlineData("meetingID=a&checksum={0}")]
    public async Task Checksum_AtEitherEndAndInCapitals_IsFound(string form)
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        var checksum = BbbChecksum.Compute("end", "meetingID=a", EndpointFixture.FrontEndSecret, ChecksumAlgorithm.Sha1).ToUpperInvariant();

        await RawHttp.SendAsync(endpoint.Http, "GET", $"/bigbluebutton/api/end?{string.Format(null, form, checksum)}", Cancel);

        Assert.Equal(EndpointFixture.Sign("end", "meetingID=a", EndpointFixture.ServerSecret), endpoint.Only.Query);
    }

    [Theory]
    [InlineData("end?meetingID=a&checksum=da9185f7f333cfdfcd6eeac32dca3777510c4c436020d8b887ba5515bd1d189e")]
    [InlineData("end?meetingID=a&checksum=x")]
    [InlineData("create?meetingID=a&name=b&checksum=1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17")]
    public async Task Call_ThatNobodySigned_IsRefusedAsBbbDoes(string call)
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        var answer = await RawHttp.SendAsync(endpoint.Http, "GET", $"/bigbluebutton/api/{call}", Cancel);

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("<returncode>FAILED</returncode><messageKey>checksumError</messageKey>", answer, StringComparison.Ordinal);
        Assert.Empty(endpoint.Seen);
    }

    [Fact]
    public async Task Call_WithoutAChecksum_IsTheServersToRefuse()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await RawHttp.SendAsync(endpoint.Http, "GET", "/bigbluebutton/api/create?meetingID=a&name=b", Cancel);

        Assert.Equal("/bigbluebutton/api/create?meetingID=a&name=b", endpoint.Only.Target);
    }

    [Theory]
    [InlineData("/bigbluebutton/api/../../etc/passwd")]
    [InlineData("/bigbluebutton/api/%2e%2e/%2e%2e/bigbluebutton/connection")]
    [InlineData("/bigbluebutton/api/..%2fconnection")]
    [InlineData("/bigbluebutton/api/..;/connection/checkAuthorization")]
    [InlineData("/bigbluebutton/api/..;x=y/connection")]
    [InlineData("/bigbluebutton/api/..%3b/connection")]
    [InlineData("/bigbluebutton/api/..%3B/connection")]
    [InlineData("/bigbluebutton/api/.;/.;/create")]
    [InlineData("/bigbluebutton/api/create;jsessionid=1")]
    [InlineData("/bigbluebutton/api/%252e%252e/connection")]
    [InlineData("/bigbluebutton/api/%c0%ae%c0%ae/connection")]
    [InlineData("/bigbluebutton/api/%63reate")]
    [InlineData("/bigbluebutton/api/hooks%5ccreate")]
    [InlineData("/bigbluebutton/api/a%0d%0ab")]
    [InlineData("/bigbluebutton/api/a:b@c")]
    [InlineData("/bigbluebutton/api/a%zz")]
    [InlineData("/bigbluebutton/api/a%2")]
    [InlineData("/bigbluebutton/api//create")]
    [InlineData("/bigbluebutton/apis/create")]
    [InlineData("/BigBlueButton/API/create")]
    [InlineData("/bigbluebutton/connection/checkAuthorization")]
    [InlineData("/")]
    public async Task Path_OutsideTheApi_NeverReachesTheServer(string path)
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, EndpointFixture.ServerSecret);

        var answer = await RawHttp.SendAsync(endpoint.Http, "GET", path, Cancel);

        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.Empty(endpoint.Seen);
    }

    [Fact]
    public async Task Answer_OfTheServer_IsUnchanged()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        endpoint.Answer = static (http, _) =>
        {
            http.Response.StatusCode = 418;
            http.Response.Headers.SetCookie = "JSESSIONID=1; Path=/bigbluebutton; HttpOnly";
            http.Response.Headers.Location = "https://bbb1.example.org/html5client/?sessionToken=abc%2B";
            http.Response.Headers["X-Own"] = "b";
            return http.Response.WriteAsync("<response><returncode>FAILED</returncode><messageKey>mine</messageKey></response>");
        };

        var answer = await endpoint.GetAsync("getMeetingInfo", "meetingID=a", Cancel);

        Assert.StartsWith("HTTP/1.1 418", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSet-Cookie: JSESSIONID=1; Path=/bigbluebutton; HttpOnly\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nLocation: https://bbb1.example.org/html5client/?sessionToken=abc%2B\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Own: b\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("<messageKey>mine</messageKey></response>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_ReachTheServer_ButNotThoseOfTheWayHere()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);

        await RawHttp.SendAsync(
            endpoint.Http,
            "GET",
            $"/bigbluebutton/api/getMeetings?{EndpointFixture.Sign("getMeetings", "")}",
            Cancel,
            headers: "Cookie: JSESSIONID=5\r\nUser-Agent: BigBlueButton\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Host: dialin.example\r\nX-Forwarded-Proto: https\r\nAccept-Encoding: gzip");

        var headers = endpoint.Only.Headers;
        Assert.Equal("JSESSIONID=5", headers["Cookie"]);
        Assert.Equal("BigBlueButton", headers["User-Agent"]);
        Assert.Equal("gzip", headers["Accept-Encoding"]);
        Assert.Equal("192.0.2.7, 127.0.0.1", headers["X-Forwarded-For"]);
        Assert.Equal(new Uri(endpoint.ServerUrl()).Authority, headers["Host"]);
        Assert.False(headers.ContainsKey("X-Forwarded-Host") || headers.ContainsKey("X-Forwarded-Proto") || headers.ContainsKey("traceparent"));
    }

    [Theory]
    [InlineData(EndpointFixture.FrontEndSecret)]
    [InlineData(EndpointFixture.ServerSecret)]
    public async Task Join_OfAServer_SendsTheBrowserThere(string secret)
    {
        const string query = "fullName=J%C3%BCrgen+M%20%2B&meetingID=a&password=mp&redirect=true";
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, secret);

        var answer = await endpoint.GetAsync("join", query, Cancel, secret);

        Assert.StartsWith("HTTP/1.1 302 Found\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"\r\nLocation: {endpoint.ServerUrl()}join?{EndpointFixture.Sign("join", query, EndpointFixture.ServerSecret)}\r\n", answer, StringComparison.Ordinal);
        Assert.Empty(endpoint.Seen);
    }

    [Fact]
    public async Task Join_OfALoadBalancer_PassesItsRedirect()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, asLoadBalancer: true);
        endpoint.Answer = static (http, _) =>
        {
            http.Response.Redirect("https://bbb7.example.org/bigbluebutton/api/join?meetingID=a&checksum=0");
            return Task.CompletedTask;
        };

        var answer = await endpoint.GetAsync("join", "fullName=x&meetingID=a", Cancel);

        Assert.Contains("\r\nLocation: https://bbb7.example.org/bigbluebutton/api/join?meetingID=a&checksum=0\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(EndpointFixture.Sign("join", "fullName=x&meetingID=a", EndpointFixture.ServerSecret), endpoint.Only.Query);
    }

    [Fact]
    public async Task Form_WithTheChecksumInIt_IsSignedAnewInTheUrl()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        var checksum = BbbChecksum.Compute("end", "", EndpointFixture.FrontEndSecret, ChecksumAlgorithm.Sha256);

        await RawHttp.SendAsync(
            endpoint.Http, "POST", "/bigbluebutton/api/end", Cancel, $"meetingID=a+b&password=m%2Bp&checksum={checksum}", "Content-Type: application/x-www-form-urlencoded");

        Assert.Equal(EndpointFixture.Sign("end", "", EndpointFixture.ServerSecret), endpoint.Only.Query);
        Assert.Equal("meetingID=a+b&password=m%2Bp", endpoint.Only.Body);
    }

    [Fact]
    public async Task Form_SignedAsOldServersDo_IsAccepted()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        var checksum = BbbChecksum.Compute("end", "meetingID=a+b%21&password=m%2Bp", EndpointFixture.FrontEndSecret, ChecksumAlgorithm.Sha1);

        await RawHttp.SendAsync(
            endpoint.Http, "POST", "/bigbluebutton/api/end", Cancel, $"password=m%2Bp&meetingID=a%20b!&checksum={checksum}", "Content-Type: application/x-www-form-urlencoded");

        Assert.Equal("password=m%2Bp&meetingID=a%20b!", endpoint.Only.Body);
    }

    [Fact]
    public async Task Endpoint_ThatIsNotEnabled_IsNotThere()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, endpoint: options => options["Enabled"] = false);

        Assert.StartsWith("HTTP/1.1 404", await endpoint.GetAsync("getMeetings", "", Cancel), StringComparison.Ordinal);
    }
}
