using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Sipp;

public sealed class EndsBeforeTheMeetingTests
{
    [Fact]
    public async Task WrongPin_ThreeTimes_IsAGoodbyeAndABye()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var right = await SippSite.ReserveAsync(site);
        var wrong = new[] { "739154826", "918273645", "564738291" }.Where(pin => pin != right).ToArray();
        foreach (var pin in wrong)
        {
            site.Note(SippScenario.CallerNumber, pin);
        }

        var scenario = new SippScenario("wrong-pin").Invite().Answered();
        foreach (var pin in wrong)
        {
            // Time for the sentence; what is typed into it counts as well.
            scenario.Type(pin).Pause(TimeSpan.FromSeconds(3));
        }

        await SippSite.Carrier(site, folder).RunAsync(scenario.ExpectBye(), calls: 1, site.Cancel);

        Assert.Equal("Caller WrongPin 200", await SippSite.EndAsync(site, "WrongPin"));
        await site.AssertNoLeakAsync();
    }

    [Fact]
    public async Task Cancel_BeforeTheAnswer_Is487()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, calls: "\"RingFor\": \"00:00:30\"");
        site.Note(SippScenario.CallerNumber, "739154826");
        var scenario = new SippScenario("cancel")
            .Invite().Receive(100).Receive(180).Cancel(stepsSinceInvite: 3).Receive(200).Receive(487).AckRefusal(stepsSinceInvite: 6);

        await SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);

        Assert.Equal("Caller CallerCancelled 487", await SippSite.EndAsync(site, "CallerCancelled"));
        await site.AssertNoLeakAsync();
    }

    [Fact]
    public async Task Bye_WhileWaitingForTheMeeting_EndsTheCall()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await SippSite.ReserveAsync(site);
        var scenario = new SippScenario("bye-while-waiting").Invite().Answered().Type(pin).Pause(TimeSpan.FromSeconds(3)).Bye().Receive(200);

        await SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);

        Assert.Equal("Caller CallerHungUp 200", await SippSite.EndAsync(site, "CallerHungUp"));
        Assert.Contains("WaitingForMeeting", site.Bridge.Log, StringComparison.Ordinal);
        Assert.Equal(SippSite.Room, await site.Bridge.QueryAsync("SELECT meeting_id FROM call_records", site.Cancel));
        Assert.Empty(site.Servers[0].Conferences);
        await site.AssertNoLeakAsync();
    }

    [Fact]
    public async Task MeetingThatStartsLater_TakesTheWaitingCaller()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await SippSite.ReserveAsync(site);
        var scenario = new SippScenario("early").Invite().Answered().Type(pin).ExpectBye();
        var calling = SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);
        await site.Bridge.Process.WaitForLineAsync(
            line => line.Contains("WaitingForMeeting", StringComparison.Ordinal), TimeSpan.FromSeconds(60), site.Cancel);

        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        await site.Servers[0].Conference(SippSite.VoiceBridge).WaitForParticipantAsync(site.Cancel);
        await site.Servers[0].EndMeetingAsync(SippSite.Room);
        await calling;

        Assert.Equal("Success MeetingEnded 200", await SippSite.EndAsync(site, "MeetingEnded"));
        await site.AssertNoLeakAsync();
    }
}
