using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;

namespace DialIn.EndToEnd.Tests.Sipp;

[TriedWith("UDP", "sipp")]
public sealed class HoldTests
{
    private const double BeforeHold = 1000;
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
            .Invite().Answered().Type(pin)
            .Speak(SippSite.Voice(folder, seconds: 12, BeforeHold)).Pause(TimeSpan.FromSeconds(12.5))
            .Reinvite("sendonly", version: 2).AnsweredWith("a=recvonly")
            .Speak(SippSite.Voice(folder, seconds: 2, MusicOnHold)).Pause(TimeSpan.FromSeconds(4))
            .Reinvite("sendrecv", version: 3).AnsweredWith("a=sendrecv")
            .Speak(SippSite.Voice(folder, seconds: 12)).Pause(TimeSpan.FromSeconds(13))
            .Bye().Receive(200);

        var calling = SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);
        await conference.Heard.WaitForToneAsync(BeforeHold, TimeSpan.FromSeconds(1), site.Cancel);
        await conference.Heard.WaitForToneAsync(SippSite.CallerTone, TimeSpan.FromSeconds(1), site.Cancel);
        await calling;

        Assert.Equal(0, Tones.TenthsHeard(conference.Heard.ToClip(), MusicOnHold));
        Assert.Single(conference.Everybody);
        await SippSite.AssertEndAsync(site, "Success", "CallerHungUp", 200);
    }
}
