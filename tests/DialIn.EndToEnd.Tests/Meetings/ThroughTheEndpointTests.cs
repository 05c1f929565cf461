using System.Security.Cryptography;
using System.Text;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Conferences;

namespace DialIn.EndToEnd.Tests.Meetings;

/// <summary>What only the calls that pass through DialIn tell of a meeting.</summary>
public sealed class ThroughTheEndpointTests
{
    private const string Secret = "secret-of-a-front-end-4711";
    private const string Endpoint = $$"""
        "BbbEndpoint": { "Enabled": true, "FrontEnds": [ { "Name": "front", "Secret": "{{Secret}}" } ] }
        """;

    [Fact]
    public async Task Caller_OfAMeetingThatBeginsMuted_IsHeardAfterTheKeys()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, extra: Endpoint);
        var (call, conference) = await JoinAsync(site, "&muteOnStart=true");
        await using var _ = call;

        var muted = conference.Heard.Duration;
        await call.PlayAsync(Tones.Voice(Voices.CallerTone, seconds: 2), site.Cancel);
        Assert.Equal(TimeSpan.Zero, conference.Heard.ToneHeard(Voices.CallerTone, muted));

        await call.SendDigitsAsync("*6", site.Cancel);
        await Voices.AssertBothWaysAsync(site, call, conference);
        await site.AssertCleanAsync();
    }

    [Fact]
    public async Task Caller_OfAMeetingThatIsEndedThroughIt_WaitsForNothing()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, extra: Endpoint, waitAfterEnd: TimeSpan.FromMinutes(2));
        var (call, _) = await JoinAsync(site);
        await using var __ = call;

        var since = TimeProvider.System.GetTimestamp();
        Assert.Contains("<returncode>SUCCESS</returncode>", await AskAsync(site, "end", "meetingID=room-1&password=mp"), StringComparison.Ordinal);
        await call.Ended.WaitAsync(site.Cancel);

        Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "the caller was kept");
        await site.WaitForEndAsync("MeetingEnded");
        await site.AssertCleanAsync();
    }

    private static async Task<(SimulatedCall Call, Conference Conference)> JoinAsync(Site site, string parameters = "")
    {
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        var created = await AskAsync(site, "create", $"name=Room&meetingID=room-1&voiceBridge=70066&attendeePW=ap&moderatorPW=mp{parameters}");
        Assert.Contains("<voiceBridge>70066</voiceBridge>", created, StringComparison.Ordinal);
        var call = await site.CallAsync("+4915112345678", pin);
        var conference = site.Servers[0].Conference("70066");
        await conference.WaitForParticipantAsync(site.Cancel);
        await call.WaitForPromptEndAsync(site.Cancel);
        return (call, conference);
    }

    private static async Task<string> AskAsync(Site site, string name, string query)
    {
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}{query}{Secret}")));
        using var answer = await site.Bridge.GetAsync($"bigbluebutton/api/{name}?{query}&checksum={checksum}", site.Cancel);
        return await answer.Content.ReadAsStringAsync(site.Cancel);
    }
}
