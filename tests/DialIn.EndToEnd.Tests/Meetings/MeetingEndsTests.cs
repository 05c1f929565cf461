using DialIn.EndToEnd.Tests.Harness;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Conferences;
using DialIn.Sip.UserAgents;

namespace DialIn.EndToEnd.Tests.Meetings;

public sealed class MeetingEndsTests
{
    private const string Room = "room-1";
    // Two seconds at most, for the question whether the meeting goes on elsewhere; the rest is for a machine that is busy with other tests.
    private static readonly TimeSpan DeadLine = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Talking_MeetingEnds_IsToldSoAndHungUp()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var (call, _) = await JoinAsync(site);

        var before = call.Heard.Duration;
        await site.Servers[0].EndMeetingAsync(Room).WaitAsync(site.Cancel);

        await AssertToldAndHungUpAsync(site, call, before, "MeetingEnded");
    }

    [Fact]
    public async Task Talking_ModeratorRemovesCaller_IsToldSoAndHungUp()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var (call, participant) = await JoinAsync(site);

        var before = call.Heard.Duration;
        participant.Kick();

        await AssertToldAndHungUpAsync(site, call, before, "RemovedFromMeeting");
        Assert.Single(site.Servers[0].Conference("70066").Everybody);
    }

    [Fact]
    public async Task Dialling_ServerRefusesTheCall_IsToldSoAndHungUp()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await ReserveAndOpenAsync(site);
        site.Servers[0].RefuseCallsWith = 486;

        await using var call = await site.CallAsync("+4915112345678");
        // The first digit ends the prompt; what is heard from the last one on is what the caller is told.
        site.Note("+4915112345678", pin);
        await call.SendDigitsAsync(pin[..^1], site.Cancel);
        var before = call.Heard.Duration;
        await call.SendDigitsAsync(pin[^1..], site.Cancel);

        await AssertToldAndHungUpAsync(site, call, before, "ConferenceRefused");
        Assert.Empty(site.Servers[0].Conference("70066").Everybody);
    }

    private static async Task<string> ReserveAndOpenAsync(Site site)
    {
        Site.Open(site.Servers[0], Room, "70066");
        return await site.Bridge.ReservePinAsync(Room, site.Cancel);
    }

    private static async Task<(SimulatedCall Call, Participant Participant)> JoinAsync(Site site)
    {
        var pin = await ReserveAndOpenAsync(site);
        var call = await site.CallAsync("+4915112345678", pin);
        var conference = site.Servers[0].Conference("70066");
        var participant = await conference.WaitForParticipantAsync(site.Cancel);
        await Voices.AssertBothWaysAsync(site, call, conference);
        return (call, participant);
    }

    private static async Task AssertToldAndHungUpAsync(Site site, SimulatedCall call, TimeSpan from, string reason)
    {
        var end = await call.Ended.WaitAsync(site.Cancel);
        Assert.Equal(SessionEndCause.RemoteBye, end.Cause);
        var heard = call.Heard.ToClip(from);
        Assert.True(Silence.SoundIn(heard) > TimeSpan.FromSeconds(1), "no sentence");
        Assert.True(Silence.Longest(heard) < DeadLine, "the line was dead");
        await site.WaitForEndAsync(reason);
        await site.AssertCleanAsync();
    }
}
