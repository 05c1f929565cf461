using DialIn.EndToEnd.Tests.Harness;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Conferences;
using DialIn.Simulator.Meetings;

namespace DialIn.EndToEnd.Tests.Meetings;

public sealed class BreakoutRoomTests
{
    private const string Room = "room-1";
    private const string VoiceBridge = "70066";
    // Two seconds at most, for the question whether the meeting goes on elsewhere; the rest is for a machine that is busy with other tests.
    private static readonly TimeSpan DeadLine = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Caller_GoesToARoomByKeys_IsHeardThereAlone_AndComesBack()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var (call, main) = await JoinAsync(site);
        await using var _ = call;
        var rooms = OpenRooms(site, 3);
        await HearRoomsAsync(site, call);

        await call.SendDigitsAsync("*2#", site.Cancel);
        await rooms[1].WaitForCountAsync(1, site.Cancel);
        await main.WaitForCountAsync(0, site.Cancel);
        await AssertAtAsync(site, call, rooms[1], [main, rooms[0], rooms[2]]);

        await call.SendDigitsAsync("**", site.Cancel);
        await rooms[1].WaitForCountAsync(0, site.Cancel);
        await main.WaitForCountAsync(1, site.Cancel);
        await AssertAtAsync(site, call, main, [.. rooms]);

        Assert.All(rooms.Append(main), static conference => Assert.False(conference.IsAdHoc));
        await site.AssertCleanAsync();
    }

    [Fact]
    public async Task Caller_InARoomThatIsClosed_IsToldSo_AndComesBack()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var (call, main) = await JoinAsync(site);
        await using var _ = call;
        var rooms = OpenRooms(site, 2);
        await HearRoomsAsync(site, call);
        await call.SendDigitsAsync("*1#", site.Cancel);
        await rooms[0].WaitForCountAsync(1, site.Cancel);
        await main.WaitForCountAsync(0, site.Cancel);
        await AssertAtAsync(site, call, rooms[0], [main, rooms[1]]);

        var closed = call.Heard.Duration;
        await site.Servers[0].EndMeetingAsync("breakout-1").WaitAsync(site.Cancel);
        await main.WaitForCountAsync(1, site.Cancel);

        await AssertAtAsync(site, call, main, [.. rooms]);
        Assert.True(Silence.Longest(call.Heard.ToClip(closed)) < DeadLine, "the line was dead");
        Assert.False(call.Ended.IsCompleted);
        await site.AssertCleanAsync();
    }

    [Fact]
    public async Task Caller_WhoTypesARoomThatDoesNotExist_IsToldSo_AndStays()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var (call, main) = await JoinAsync(site);
        await using var _ = call;

        var typed = call.Heard.Duration;
        await call.SendDigitsAsync("*4#", site.Cancel);
        await call.WaitForPromptAsync(site.Cancel);

        await AssertAtAsync(site, call, main, []);
        Assert.True(Silence.SoundIn(call.Heard.ToClip(typed)) > TimeSpan.FromSeconds(1), "no sentence");
        Assert.Single(main.Everybody);
        await site.AssertCleanAsync();
    }

    [Fact]
    public async Task Caller_InARoom_WhenTheMeetingEnds_IsToldSo()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var (call, _) = await JoinAsync(site);
        await using var __ = call;
        var rooms = OpenRooms(site, 2);
        await HearRoomsAsync(site, call);
        await call.SendDigitsAsync("*2#", site.Cancel);
        await rooms[1].WaitForCountAsync(1, site.Cancel);

        await site.Servers[0].EndMeetingAsync(Room).WaitAsync(site.Cancel);

        await call.Ended.WaitAsync(site.Cancel);
        await site.WaitForEndAsync("MeetingEnded");
        await site.AssertCleanAsync();
    }

    private static async Task<(SimulatedCall Call, Conference Main)> JoinAsync(Site site)
    {
        Site.Open(site.Servers[0], Room, VoiceBridge);
        var pin = await site.Bridge.ReservePinAsync(Room, site.Cancel);
        var call = await site.CallAsync("+4915112345678", pin);
        var main = site.Servers[0].Conference(VoiceBridge);
        await main.WaitForParticipantAsync(site.Cancel);
        await Voices.AssertBothWaysAsync(site, call, main);

        // What is still on its way of the meeting's voice is not taken for what is said of the rooms.
        await call.WaitForPromptEndAsync(site.Cancel);
        return (call, main);
    }

    private static Conference[] OpenRooms(Site site, int count) =>
    [
        .. Enumerable.Range(1, count).Select(sequence =>
        {
            var room = site.Servers[0].CreateMeeting(new MeetingRequest($"breakout-{sequence}", $"Room {sequence}") { Breakout = new BreakoutRequest(Room, sequence) });
            Assert.Equal($"{VoiceBridge}{sequence}", room.VoiceBridge);
            return site.Servers[0].Conference(room.VoiceBridge);
        }),
    ];

    // By the next poll, and some seconds after the last room.
    private static async Task HearRoomsAsync(Site site, SimulatedCall call)
    {
        await call.WaitForPromptAsync(site.Cancel);
        await call.WaitForPromptEndAsync(site.Cancel);
    }

    private static async Task AssertAtAsync(Site site, SimulatedCall call, Conference here, IReadOnlyList<Conference> others)
    {
        var before = others.Select(static other => other.Heard.Duration).ToList();
        await Voices.AssertBothWaysAsync(site, call, here);
        Assert.All(others.Zip(before), static other => Assert.Equal(TimeSpan.Zero, other.First.Heard.ToneHeard(Voices.CallerTone, other.Second)));
    }
}
