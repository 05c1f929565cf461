using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Sipp;

public sealed class CallWithPinTests
{
    [Fact]
    public async Task Call_WithPin_IsHeardInTheRightConference_UnderAPseudonym()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, servers: 2);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[1], SippSite.Room, SippSite.VoiceBridge);
        Site.Open(site.Servers[0], "another-room", "70067");
        var conference = site.Servers[1].Conference(SippSite.VoiceBridge);
        var scenario = new SippScenario("call-with-pin")
            .Invite().Answered().Type(pin).Speak(SippSite.Voice(folder)).Pause(TimeSpan.FromSeconds(4)).Bye().Receive(200);

        var calling = SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);
        var participant = await conference.WaitForParticipantAsync(site.Cancel);
        await conference.Heard.WaitForToneAsync(SippSite.CallerTone, TimeSpan.FromSeconds(1), site.Cancel);
        await calling;
        await participant.Left.WaitAsync(site.Cancel);

        Assert.Equal("Telefon …78", participant.CallerName);
        Assert.Matches("^999[0-9]{12}$", participant.CallerNumber);
        Assert.Equal("PCMA", participant.Codec.EncodingName);
        Assert.Equal("", participant.Digits);
        Assert.Empty(site.Servers[0].Conference("70067").Everybody);
        Assert.Equal("Success CallerHungUp 200", await SippSite.EndAsync(site, "CallerHungUp"));
        await site.AssertNoLeakAsync();
    }

    [Theory]
    [InlineData("+4961511234567")]
    [InlineData("004961511234567")]
    [InlineData("061511234567")]
    public async Task CalledNumber_IsFoundHoweverTheCarrierWritesIt(string called)
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var scenario = new SippScenario("called-number").Invite().Answered().Pause(TimeSpan.FromMilliseconds(200)).Bye().Receive(200);

        await SippSite.Carrier(site, folder, called).RunAsync(scenario, calls: 1, site.Cancel);

        await site.WaitForEndAsync("CallerHungUp");
        Assert.Equal(Site.CentralNumber, await site.Bridge.QueryAsync("SELECT called_number FROM call_records", site.Cancel));
        Assert.DoesNotContain("not in PhoneNumbers", site.Bridge.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RetransmittedInvite_IsOneCall()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, calls: "\"RingFor\": \"00:00:01\"");
        var scenario = new SippScenario("retransmitted-invite")
            .Invite().Receive(100).RetransmittedInvite(stepsSinceInvite: 2).Progress().Answered().Pause(TimeSpan.FromMilliseconds(500)).Bye().Receive(200);

        await SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);

        await site.WaitForEndAsync("CallerHungUp");
        Assert.Equal("1", await site.Bridge.QueryAsync("SELECT count(*) FROM call_records", site.Cancel));
    }
}
