using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Meetings;

public sealed class MeetingReopensTests
{
    // Two seconds at most, for the question whether the meeting goes on elsewhere; the rest is for a machine that is busy with other tests.
    private static readonly TimeSpan DeadLine = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Talking_MeetingEndsAndIsOpenedLaterOnTheOtherServer_GoesOnThere()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, servers: 2, waitAfterEnd: TimeSpan.FromMinutes(2));
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        Site.Open(site.Servers[0], "room-1", "70066");
        await using var call = await site.CallAsync("+4915112345678", pin);
        var first = site.Servers[0].Conference("70066");
        await first.WaitForParticipantAsync(site.Cancel);
        await Voices.AssertBothWaysAsync(site, call, first);

        var ended = call.Heard.Duration;
        await site.Servers[0].EndMeetingAsync("room-1").WaitAsync(site.Cancel);
        await call.WaitForPromptAsync(site.Cancel);
        await call.WaitForPromptEndAsync(site.Cancel);
        Site.Open(site.Servers[1], "room-1", "70067");
        var second = site.Servers[1].Conference("70067");
        await second.WaitForParticipantAsync(site.Cancel);

        await Voices.AssertBothWaysAsync(site, call, second);
        Assert.True(Silence.Longest(call.Heard.ToClip(ended)) < DeadLine, "the line was dead");
        await site.AssertCleanAsync();
    }

    [Fact]
    public async Task Talking_MeetingEndsAndStaysClosed_IsToldSoAndHungUpInTime()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, waitAfterEnd: TimeSpan.FromSeconds(12));
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        Site.Open(site.Servers[0], "room-1", "70066");
        await using var call = await site.CallAsync("+4915112345678", pin);
        await site.Servers[0].Conference("70066").WaitForParticipantAsync(site.Cancel);

        var since = TimeProvider.System.GetTimestamp();
        await site.Servers[0].EndMeetingAsync("room-1").WaitAsync(site.Cancel);
        await call.Ended.WaitAsync(site.Cancel);

        Assert.True(TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(12), "hung up too early");
        await site.WaitForEndAsync("MeetingEnded");
        await site.AssertCleanAsync();
    }
}
