using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Meetings;

public sealed class WaitingCallerTests
{
    // What a waiting caller hears comes again within seconds; the rest is for a machine that is busy with other tests.
    private static readonly TimeSpan DeadLine = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(Outage.Stopped)]
    [InlineData(Outage.Killed)]
    public async Task Waiting_OneServerGoesAndMeetingStartsOnTheOther_IsInItWithinSeconds(Outage outage)
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, servers: 2);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        await using var call = await site.CallAsync("+4915112345678", pin);
        var typed = call.Heard.Duration;
        await call.WaitForPromptAsync(site.Cancel);

        await outage.BringOverAsync(site.Servers[0], site.Cancel);
        var opened = TimeProvider.System.GetTimestamp();
        Site.Open(site.Servers[1], "room-1", "70066");
        var conference = site.Servers[1].Conference("70066");
        await conference.WaitForParticipantAsync(site.Cancel);
        // Two seconds are promised; the rest is for a machine that is busy with other tests.
        Assert.True(TimeProvider.System.GetElapsedTime(opened) < TimeSpan.FromSeconds(20), "joined late");

        await Voices.AssertBothWaysAsync(site, call, conference);
        Assert.True(Silence.Longest(call.Heard.ToClip(typed)) < DeadLine, "the line was dead");
        await site.AssertCleanAsync();
    }
}
