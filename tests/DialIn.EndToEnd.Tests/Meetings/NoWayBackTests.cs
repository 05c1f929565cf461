using DialIn.EndToEnd.Tests.Harness;
using DialIn.Sip.UserAgents;

namespace DialIn.EndToEnd.Tests.Meetings;

public sealed class NoWayBackTests
{
    // Five seconds without a packet tell that the server is gone; the rest is for a machine that is busy with other tests.
    private static readonly TimeSpan DeadLine = TimeSpan.FromSeconds(14);

    [Theory]
    [InlineData(Outage.Stopped)]
    [InlineData(Outage.Killed)]
    public async Task Talking_ServerGoesForGood_IsToldSoAndHungUp(Outage outage)
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, servers: 2, calls: "\"ReconnectFor\": \"00:00:15\"");
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        Site.Open(site.Servers[0], "room-1", "70066");
        await using var call = await site.CallAsync("+4915112345678", pin);
        var conference = site.Servers[0].Conference("70066");
        await conference.WaitForParticipantAsync(site.Cancel);
        await Voices.AssertBothWaysAsync(site, call, conference);

        var lost = call.Heard.Duration;
        await outage.BringOverAsync(site.Servers[0], site.Cancel);
        var end = await call.Ended.WaitAsync(site.Cancel);

        Assert.Equal(SessionEndCause.RemoteBye, end.Cause);
        var heard = call.Heard.ToClip(lost);
        Assert.True(Silence.Longest(heard) < DeadLine, $"the line was dead for {Silence.Longest(heard)}");
        Assert.True(Silence.SoundIn(heard) > TimeSpan.FromSeconds(6), "neither sentence nor tone");
        await site.WaitForEndAsync("ConferenceUnreachable");
        await site.AssertCleanAsync();
    }
}
