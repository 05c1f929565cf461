using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Sipp;

public sealed class HoldTests
{
    private const double MusicOnHold = 740;

    [Fact]
    public async Task Reinvite_HoldsAndResumes_AndTheMeetingHearsNoMusic()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var conference = site.Servers[0].Conference(SippSite.VoiceBridge);
        var scenario = new SippScenario("hold")
            .Invite().Answered().Type(pin).Pause(TimeSpan.FromSeconds(2))
            .Reinvite("sendonly", version: 2).Receive(100, optional: true).Receive(200).Ack()
            .Speak(SippSite.Voice(folder, seconds: 2, MusicOnHold)).Pause(TimeSpan.FromSeconds(3))
            .Reinvite("sendrecv", version: 3).Receive(100, optional: true).Receive(200).Ack()
            .Speak(SippSite.Voice(folder)).Pause(TimeSpan.FromSeconds(4))
            .Bye().Receive(200);

        var calling = SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);
        await conference.Heard.WaitForToneAsync(SippSite.CallerTone, TimeSpan.FromSeconds(1), site.Cancel);
        await calling;

        Assert.Equal(TimeSpan.Zero, conference.Heard.ToneHeard(MusicOnHold));
        Assert.Single(conference.Everybody);
        Assert.Equal("Success CallerHungUp 200", await SippSite.EndAsync(site, "CallerHungUp"));
    }
}
