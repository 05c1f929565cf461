using DialIn.EndToEnd.Tests.Harness;
using DialIn.Simulator.Meetings;

namespace DialIn.EndToEnd.Tests.Meetings;

public sealed class MaxCallersTests
{
    [Fact]
    public async Task Callers_BeyondTheMeetingsLimit_WaitForAPlace()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        site.Servers[0].CreateMeeting(new MeetingRequest("room-1", "Room") { VoiceBridge = "70066", Metadata = new Dictionary<string, string> { ["dialin-max-callers"] = "1" } });
        var conference = site.Servers[0].Conference("70066");
        await using var first = await site.CallAsync("+4915112345678", pin);
        await conference.WaitForCountAsync(1, site.Cancel);

        await using var second = await site.CallAsync("+4915187654321", pin);
        await second.WaitForPromptEndAsync(site.Cancel);
        await second.WaitForPromptAsync(site.Cancel);
        Assert.Single(conference.Everybody);

        await first.HangUpAsync();
        await conference.WaitForParticipantAsync(site.Cancel, participant => participant != conference.Everybody[0]);

        await Voices.AssertBothWaysAsync(site, second, conference);
        Assert.Equal(2, conference.Everybody.Count);
        await site.AssertCleanAsync();
    }
}
