using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Sipp;

public sealed class ManyCallsTests
{
    private const int Calls = 50;

    [Fact]
    public async Task FiftyCallsAtOnce_AllReachTheConference_WithSound()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var conference = site.Servers[0].Conference(SippSite.VoiceBridge);
        var scenario = new SippScenario("many-calls")
            .Invite().Answered().Type(pin).Speak(SippSite.Voice(folder, seconds: 10)).Pause(TimeSpan.FromSeconds(14)).Bye().Receive(200);

        var calling = SippSite.Carrier(site, folder).RunAsync(scenario, Calls, site.Cancel);
        await conference.WaitForCountAsync(Calls, site.Cancel);
        var everybody = conference.Participants;
        await Task.WhenAll(everybody.Select(caller => caller.Heard.WaitForToneAsync(SippSite.CallerTone, TimeSpan.FromSeconds(1), site.Cancel)));
        await calling;
        await conference.WaitForCountAsync(0, site.Cancel);

        Assert.Equal(Calls, conference.Everybody.Count);
        await site.Bridge.Process.WaitForLineAsync(
            _ => site.Bridge.Log.Split("ended after").Length == Calls + 1, TimeSpan.FromSeconds(60), site.Cancel);
        Assert.Equal($"{Calls}", await site.Bridge.QueryAsync("SELECT count(*) FROM call_records WHERE result = 'Success'", site.Cancel));
        await site.AssertNoLeakAsync();
    }
}
