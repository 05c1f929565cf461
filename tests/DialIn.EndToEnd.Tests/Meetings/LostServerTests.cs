using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Meetings;

public sealed class LostServerTests
{
    // Five seconds without a packet tell that a server is gone; then the servers are asked, which takes two at most. The rest is for a machine that is busy with other tests.
    private static readonly TimeSpan DeadLine = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(Outage.Stopped)]
    [InlineData(Outage.Killed)]
    public async Task Talking_ServerGoesAndMeetingIsOpenedOnTheOther_GoesOnThere(Outage outage)
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, servers: 2);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        Site.Open(site.Servers[0], "room-1", "70066");
        await using var call = await site.CallAsync("+4915112345678", pin);
        var conference = site.Servers[0].Conference("70066");
        await conference.WaitForParticipantAsync(site.Cancel);
        await Voices.AssertBothWaysAsync(site, call, conference);

        var lost = call.Heard.Duration;
        await outage.BringOverAsync(site.Servers[0], site.Cancel);
        await call.WaitForPromptAsync(site.Cancel);
        Site.Open(site.Servers[1], "room-1", "70067");
        var other = site.Servers[1].Conference("70067");
        await other.WaitForParticipantAsync(site.Cancel);

        await Voices.AssertBothWaysAsync(site, call, other);
        var silence = Silence.Longest(call.Heard.ToClip(lost));
        Assert.True(silence < DeadLine, $"the line was dead for {silence}");
        Assert.False(call.Ended.IsCompleted);
        await site.AssertCleanAsync();
    }
}
