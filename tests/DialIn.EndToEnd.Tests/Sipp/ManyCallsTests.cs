using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;

namespace DialIn.EndToEnd.Tests.Sipp;

[Collection(CrowdedTests.Name)]
[TriedWith("UDP", "sipp")]
public sealed class ManyCallsTests
{
    private const int Calls = 50;

    [Fact]
    public async Task FiftyCallsAtOnce_AllReachTheConference_WithSound()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, mediaPorts: 400);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var conference = site.Servers[0].Conference(SippSite.VoiceBridge);
        var scenario = new SippScenario("many-calls")
            .Invite().Answered().Type(pin).Speak(SippSite.Voice(folder, seconds: 20)).Pause(TimeSpan.FromSeconds(21)).Bye().Receive(200);

        // sipp does not listen to what it hears; one more caller does.
        await using var listener = await site.CallAsync("+4915187654321", pin);
        await conference.WaitForCountAsync(1, site.Cancel);
        var calling = SippSite.Carrier(site, folder).RunAsync(scenario, Calls, site.Cancel);
        await conference.WaitForCountAsync(Calls + 1, site.Cancel);
        var callers = conference.Participants.Where(static caller => caller.CallerName.StartsWith("Telefon …78", StringComparison.Ordinal)).ToList();
        await Task.WhenAll(callers.Select(caller => caller.Heard.WaitForToneAsync(SippSite.CallerTone, TimeSpan.FromSeconds(3), site.Cancel)));
        await listener.Heard.WaitForToneAsync(SippSite.CallerTone, TimeSpan.FromSeconds(3), site.Cancel);
        await calling;
        await conference.WaitForCountAsync(1, site.Cancel);
        await listener.HangUpAsync();

        Assert.Equal(Calls, callers.Count);
        // All of them call from one number, and yet no two are shown alike.
        Assert.Equal(Calls, callers.DistinctBy(static caller => caller.CallerName).Count());
        Assert.Equal(Calls + 1, conference.Everybody.Count);
        // Eight of the twenty seconds of voice: how soon a call gets into the conference is up to the machine.
        Assert.All(callers, static caller => Assert.True(caller.PacketsReceived >= 400, $"{caller.PacketsReceived} packets"));
        await site.WaitForEndsAsync(Calls + 1);
        Assert.Equal($"{Calls + 1}", await site.Bridge.QueryAsync("SELECT count(*) FROM call_records WHERE result = 'Success'", site.Cancel));
        await site.AssertCleanAsync();
    }
}
