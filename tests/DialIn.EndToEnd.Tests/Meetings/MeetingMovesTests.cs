using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Meetings;

public sealed class MeetingMovesTests
{
    // Two seconds at most, for the question whether the meeting goes on elsewhere; the rest is for a machine that is busy with other tests.
    private static readonly TimeSpan DeadLine = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Talking_MeetingMovesToTheOtherServer_GoesOnThere()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, servers: 2);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        Site.Open(site.Servers[0], "room-1", "70066");
        await using var call = await site.CallAsync("+4915112345678", pin);
        var first = site.Servers[0].Conference("70066");
        var participant = await first.WaitForParticipantAsync(site.Cancel);
        await Voices.AssertBothWaysAsync(site, call, first);

        var left = call.Heard.Duration;
        Site.Open(site.Servers[1], "room-1", "70067");
        await site.Servers[0].EndMeetingAsync("room-1").WaitAsync(site.Cancel);
        await participant.Left.WaitAsync(site.Cancel);
        var second = site.Servers[1].Conference("70067");
        await second.WaitForParticipantAsync(site.Cancel);

        await Voices.AssertBothWaysAsync(site, call, second);
        Assert.True(Silence.Longest(call.Heard.ToClip(left)) < DeadLine, "the line was dead");
        Assert.Empty(first.Participants);
        Assert.False(call.Ended.IsCompleted);
        await site.AssertCleanAsync();
    }

    [Fact]
    public async Task Talking_MeetingIsOpenedAnewOnTheOtherServer_FollowsItAlthoughTheFirstConferenceLives()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, servers: 2);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        Site.Open(site.Servers[0], "room-1", "70066");
        await using var call = await site.CallAsync("+4915112345678", pin);
        var participant = await site.Servers[0].Conference("70066").WaitForParticipantAsync(site.Cancel);

        // A load balancer gave the room to another server; nobody ended what is left on the first one.
        Site.Open(site.Servers[1], "room-1", "70067");
        var second = site.Servers[1].Conference("70067");
        await second.WaitForParticipantAsync(site.Cancel);

        await participant.Left.WaitAsync(site.Cancel);
        await Voices.AssertBothWaysAsync(site, call, second);
    }
}
