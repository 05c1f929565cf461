using DialIn.EndToEnd.Tests.Harness;
using DialIn.Simulator;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Conferences;

namespace DialIn.EndToEnd.Tests.Meetings;

public sealed class SeveralMeetingsTests
{
    private static readonly double[] CallerTones = [500, 700, 900, 1100, 1300, 1600];
    private static readonly double[] MeetingTones = [1900, 2200, 2500];

    [Fact]
    public async Task Callers_OfThreeMeetingsOnTwoServers_AreInTheirOwnMeetingAndInNoOther()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, servers: 2);
        SimulatedBbbServer[] servers = [site.Servers[0], site.Servers[1], site.Servers[0]];
        string[] rooms = ["room-1", "room-2", "room-3"];
        string[] bridges = ["70001", "70002", "70003"];
        var pins = new string[rooms.Length];
        foreach (var room in Enumerable.Range(0, rooms.Length))
        {
            Site.Open(servers[room], rooms[room], bridges[room]);
            pins[room] = await site.Bridge.ReservePinAsync(rooms[room], site.Cancel);
        }

        // All at once; caller 0 into room 0, caller 1 into room 1, …, caller 5 into room 2.
        var calls = await Task.WhenAll(CallerTones.Select((_, caller) => site.CallAsync(Number(caller), pins[caller % rooms.Length])));
        var conferences = rooms.Select((_, room) => servers[room].Conference(bridges[room])).ToArray();
        await Task.WhenAll(conferences.Select(conference => conference.WaitForCountAsync(CallerTones.Length / rooms.Length, site.Cancel)));
        foreach (var call in calls)
        {
            // "You are being connected" is spoken to its end.
            await call.WaitForPromptEndAsync(site.Cancel);
        }

        var before = calls.Select(static call => call.Heard.Duration).ToArray();
        await Task.WhenAll(
            [.. calls.Select((call, caller) => call.PlayAsync(Tones.Voice(CallerTones[caller], seconds: 4), site.Cancel)),
            .. conferences.Select((conference, room) => conference.PlayAsync(Tones.Voice(MeetingTones[room], seconds: 4), site.Cancel))]);
        foreach (var call in calls)
        {
            await call.WaitForPromptEndAsync(site.Cancel);
        }

        foreach (var room in Enumerable.Range(0, rooms.Length))
        {
            AssertOwnTonesOnly(conferences[room], room);
        }

        foreach (var caller in Enumerable.Range(0, calls.Length))
        {
            AssertHearsOwnMeetingOnly(calls[caller], before[caller], caller);
        }

        Assert.All(site.Servers.SelectMany(static server => server.Conferences), static conference => Assert.False(conference.IsAdHoc));
        await site.AssertCleanAsync();
    }

    private static string Number(int caller) => $"+49151123456{caller:00}";

    private static void AssertOwnTonesOnly(Conference conference, int room)
    {
        var heard = conference.Heard.ToClip();
        foreach (var (caller, tone) in CallerTones.Index())
        {
            AssertTone(caller % MeetingTones.Length == room, Tones.TenthsHeard(heard, tone), $"caller {caller} in meeting {room}");
        }
    }

    private static void AssertHearsOwnMeetingOnly(SimulatedCall call, TimeSpan from, int caller)
    {
        var heard = call.Heard.ToClip(from);
        var own = caller % MeetingTones.Length;
        foreach (var (room, tone) in MeetingTones.Index())
        {
            AssertTone(room == own, Tones.TenthsHeard(heard, tone), $"meeting {room} in the ear of caller {caller}");
        }

        foreach (var (other, tone) in CallerTones.Index())
        {
            AssertTone(other != caller && other % MeetingTones.Length == own, Tones.TenthsHeard(heard, tone), $"caller {other} in the ear of caller {caller}");
        }
    }

    private static void AssertTone(bool expected, int tenths, string what) =>
        Assert.True(expected ? tenths >= 20 : tenths == 0, $"{what}: heard for {tenths} tenths of a second");
}
