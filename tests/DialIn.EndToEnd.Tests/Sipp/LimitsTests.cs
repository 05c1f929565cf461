using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;

namespace DialIn.EndToEnd.Tests.Sipp;

/// <summary>What a carrier is told when there is no room, and when a call has lasted too long.</summary>
public sealed class LimitsTests
{
    [Theory]
    [InlineData(503)]
    [InlineData(486)]
    [TriedWith("UDP", "sipp", Data = ["status"])]
    public async Task TrunkThatIsFull_SaysSo_AndTheCallThatIsUpGoesOn(int status)
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, calls: "\"MediaTimeout\": \"0 s\"", trunks: $$"""
            [ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.0/8"], "MaxCalls": 1, "FullStatus": {{status}} } ]
            """);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var carrier = SippSite.Carrier(site, folder);
        var first = new SippScenario("first").Invite().Answered().Type(pin).ExpectBye();
        await using var up = carrier.Start(first);
        await site.Bridge.Process.WaitForLineAsync(static line => line.EndsWith(": Joined", StringComparison.Ordinal), TimeSpan.FromMinutes(1), site.Cancel);
        var second = new SippScenario("second").Invite().Receive(100);
        second = status == 503 ? second.ReceiveWithHeader(503, "Retry-After", "[0-9]+") : second.Receive(status);

        await carrier.RunAsync(second.AckRefusal(), calls: 1, site.Cancel);

        await site.Servers[0].EndMeetingAsync(SippSite.Room).WaitAsync(site.Cancel);
        await carrier.EndAsync(up, first, site.Cancel);
        await site.WaitForEndsAsync(2);
        Assert.Equal($"MeetingEnded 200\nTrunkFull {status}", await site.Bridge.QueryAsync("SELECT reason || ' ' || sip_status FROM call_records ORDER BY reason", site.Cancel));
        await site.AssertCleanAsync();
    }

    [Fact]
    [TriedWith("UDP", "sipp")]
    public async Task Call_ThatHasLastedAsLongAsItMay_IsEndedByUs()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, calls: "\"MaxDuration\": \"1 min\", \"MediaTimeout\": \"0 s\"");
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var scenario = new SippScenario("duration").Invite().Answered().Type(pin).ExpectBye();

        await SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);

        await SippSite.AssertEndAsync(site, "Success", "LongestCall", 200);
    }
}
