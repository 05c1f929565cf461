using DialIn.BigBlueButton.Endpoint;
using DialIn.Meetings;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>Scalelite or b3lb behind the endpoint: it gets all calls, and knows the servers.</summary>
public class LoadBalancerTests
{
    private const string InternalId = "183f0bf3a0982a127bdb8161e0c44eb696b3e75c-1531240585189";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_IsRecordedForTheServerThatTheMeetingIsOn()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, asLoadBalancer: true);
        endpoint.Directory.ReplaceServer(
            "bbb1", [new RunningMeeting("room-1", InternalId, "bbb1", "70757", DateTimeOffset.UnixEpoch, null)], endpoint.Time.GetTimestamp());

        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);

        var announcement = await endpoint.Announcements.NextAsync(Cancel);
        Assert.Equal(("room-1", InternalId, "bbb1"), (announcement.MeetingId, announcement.InternalId, announcement.ServerName));
        Assert.Contains(await endpoint.PinOfAsync("room-1", Cancel), endpoint.Only.Parameters["moderatorOnlyMessage"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_OfAMeetingThatNoServerListsYet_IsRecordedForTheLoadBalancer()
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, asLoadBalancer: true);

        await endpoint.GetAsync("create", "meetingID=room-1&name=n", Cancel);

        Assert.Equal("load-balancer", (await endpoint.Announcements.NextAsync(Cancel)).ServerName);
        Assert.Null(endpoint.Directory.Find("room-1"));
    }

    [Fact]
    public async Task CreateThatWouldBecomeTooLong_StaysAUrl_SinceALoadBalancerMayReadNothingElse()
    {
        var welcome = new string('w', CreateHandler.MaxUrlLength - 400);
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, asLoadBalancer: true);

        await endpoint.GetAsync("create", $"meetingID=room-1&name=n&welcome={welcome}", Cancel);

        Assert.Equal("GET", endpoint.Only.Method);
        Assert.Equal(welcome, endpoint.Only.Parameters["welcome"]);
        Assert.False(endpoint.Only.Parameters.ContainsKey("moderatorOnlyMessage"));
    }

    [Theory]
    [InlineData("getMeetings", "")]
    [InlineData("getRecordings", "meetingID=a,b&state=any")]
    [InlineData("hooks/create", "callbackURL=https%3A%2F%2Fx")]
    public async Task CallsAboutAllServers_GoToTheLoadBalancer(string call, string query)
    {
        await using var endpoint = await EndpointFixture.StartAsync(Cancel, asLoadBalancer: true);

        await endpoint.GetAsync(call, query, Cancel);

        Assert.Equal($"/bigbluebutton/api/{call}?{EndpointFixture.Sign(call, query, EndpointFixture.ServerSecret)}", endpoint.Only.Target);
    }
}
