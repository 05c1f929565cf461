using System.Text.RegularExpressions;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;

namespace DialIn.EndToEnd.Tests.Sipp;

[TriedWith("UDP", "sipp")]
public sealed class EndsBeforeTheMeetingTests
{
    [Fact]
    public async Task WrongPin_ThreeTimes_IsAGoodbyeAndABye()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var right = await SippSite.ReserveAsync(site);
        var scenario = new SippScenario("wrong-pin").Invite().Answered();
        foreach (var wrong in new[] { "739154826", "918273645", "112233445", "564738291" }.Where(pin => pin != right).Take(3))
        {
            site.Note(SippScenario.CallerNumber, wrong);

            // Until it is called wrong; the sentence is then cut off by the next try.
            scenario.Type(wrong).Pause(TimeSpan.FromSeconds(2));
        }

        await SippSite.Carrier(site, folder).RunAsync(scenario.ExpectBye(), calls: 1, site.Cancel);

        await SippSite.AssertEndAsync(site, "Caller", "WrongPin", 200);
        Assert.Equal(
            ["Ringing", "EnteringPin", "LookingUp", "EnteringPin", "LookingUp", "EnteringPin", "LookingUp", "SayingGoodbye", "Ended"],
            Phases(site));
        Assert.Equal("", await site.Bridge.QueryAsync("SELECT meeting_id FROM call_records", site.Cancel));
    }

    [Fact]
    public async Task FaxMachine_WhichCallsInTones_IsHungUpOn()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        site.Note(SippScenario.CallerNumber);
        var scenario = new SippScenario("fax").Invite().Answered().Speak(await SippSite.CallingToneAsync(folder, site.Cancel)).ExpectRequest("BYE", "Reason", "Q.850;cause=88", "Subject: none");

        await SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);

        await SippSite.AssertEndAsync(site, "Caller", "FaxMachine", 200);
        Assert.Equal(["Ringing", "EnteringPin", "Ended"], Phases(site));
    }

    [Fact]
    public async Task Cancel_BeforeTheAnswer_Is487()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, calls: "\"RingFor\": \"00:00:30\"");
        site.Note(SippScenario.CallerNumber);
        var scenario = new SippScenario("cancel").Invite().Receive(100).Receive(180).Cancel().Receive(200).Receive(487).AckRefusal();

        await SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);

        await SippSite.AssertEndAsync(site, "Caller", "CallerCancelled", 487);
        Assert.Equal(["Ringing", "Ended"], Phases(site));
        Assert.Equal("1", await site.Bridge.QueryAsync("SELECT count(*) FROM call_records WHERE answered_at IS NULL", site.Cancel));
    }

    [Fact]
    public async Task Bye_WhileWaitingForTheMeeting_EndsTheCall()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await SippSite.ReserveAsync(site);
        var scenario = new SippScenario("bye-while-waiting").Invite().Answered().Type(pin).Pause(TimeSpan.FromSeconds(4)).Bye().Receive(200);

        await SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);

        await SippSite.AssertEndAsync(site, "Caller", "CallerHungUp", 200);
        Assert.Equal(["Ringing", "EnteringPin", "LookingUp", "WaitingForMeeting", "Ended"], Phases(site));
        Assert.Equal(SippSite.Room, await site.Bridge.QueryAsync("SELECT meeting_id FROM call_records", site.Cancel));
        Assert.Empty(site.Servers[0].Conferences);
    }

    [Fact]
    public async Task MeetingThatStartsLater_TakesTheWaitingCallerAtOnce()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await SippSite.ReserveAsync(site);
        var scenario = new SippScenario("early").Invite().Answered().Type(pin).ExpectBye();
        var calling = SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);
        await site.Bridge.Process.WaitForLineAsync(
            static line => line.EndsWith(": WaitingForMeeting", StringComparison.Ordinal), TimeSpan.FromSeconds(60), site.Cancel);
        Assert.Empty(site.Servers[0].Conferences);

        var meeting = Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var participant = await site.Servers[0].Conference(SippSite.VoiceBridge).WaitForParticipantAsync(site.Cancel);

        // Two seconds are promised; the rest is for a machine that is busy with other tests.
        Assert.InRange(participant.JoinedAt - meeting.CreatedAt, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await site.Servers[0].EndMeetingAsync(SippSite.Room);
        await calling;
        await SippSite.AssertEndAsync(site, "Success", "MeetingEnded", 200);
        Assert.Equal(["WaitingForMeeting", "Joining", "Joined"], Phases(site).SkipWhile(static phase => phase != "WaitingForMeeting").Take(3));
    }

    /// <summary>The phases of the only call, in order.</summary>
    private static IEnumerable<string> Phases(Site site) =>
        Regex.Matches(site.Bridge.Log, @"\[3010\] Call [0-9a-f]+: (\w+)").Select(static match => match.Groups[1].Value);
}
