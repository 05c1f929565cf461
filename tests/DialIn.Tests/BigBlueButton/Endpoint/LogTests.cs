namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>URLs of the endpoint hold passwords, PINs and checksums: nothing of them is logged, by nobody, at no level.</summary>
public class LogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_OfEverythingAtTrace_HoldsNothingOfAQuery()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel);
        await endpoint.GetAsync("create", "meetingID=room-1&name=n&moderatorPW=hunter22", Cancel);
        // A name that is in no id of a connection, which lines do hold: those are of 0-9 and A-V.
        await endpoint.GetAsync("join", "meetingID=room-1&fullName=Xyza&password=hunter22", Cancel);
        await endpoint.GetAsync("getMeetingInfo", "meetingID=room-1&password=hunter22", Cancel);
        await RawHttp.SendAsync(endpoint.Http, "GET", "/bigbluebutton/api/end?password=hunter22&checksum=0", Cancel);
        await RawHttp.SendAsync(endpoint.Http, "GET", "/bigbluebutton/api/end?password=hunter22 checksum=0", Cancel);
        await RawHttp.SendAsync(endpoint.Http, "POST", "/bigbluebutton/api/end", Cancel, "password=hunter22&checksum=0", "Content-Type: application/x-www-form-urlencoded");
        await endpoint.StopServerAsync();
        await endpoint.GetAsync("create", "meetingID=room-1&name=n&moderatorPW=hunter22", Cancel);

        var lines = endpoint.Log.GetSnapshot()
            .Select(static record => $"{record.Message} {record.Exception} {string.Join(' ', record.Scopes)} {string.Join(' ', record.StructuredState ?? [])}")
            .ToList();
        Assert.Contains(lines, static line => line.Contains("cannot be reached", StringComparison.Ordinal));
        string[] secrets = ["hunter22", "Xyza", "checksum=", EndpointFixture.FrontEndSecret, EndpointFixture.ServerSecret, await endpoint.PinOfAsync("room-1", Cancel)];
        Assert.All(secrets, secret => Assert.All(lines, line => Assert.DoesNotContain(secret, line, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Log_OfAWebServerWithoutOurFilters_HasTheQuery()
    {
        // Shows that the test above can fail.
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, filterLog: false);

        await endpoint.GetAsync("getMeetingInfo", "meetingID=room-1&password=hunter22", Cancel);

        Assert.Contains("Yarp.ReverseProxy.Forwarder.HttpForwarder", endpoint.Log.GetSnapshot()
            .Where(static record => record.Message.Contains("hunter22", StringComparison.Ordinal))
            .Select(static record => record.Category));
    }
}
