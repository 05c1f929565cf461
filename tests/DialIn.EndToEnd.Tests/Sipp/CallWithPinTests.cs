using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.Sip.UserAgents;

namespace DialIn.EndToEnd.Tests.Sipp;

[TriedWith("UDP", "sipp")]
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
            .Invite().Answered().Type(pin).Speak(SippSite.Voice(folder, seconds: 10)).Pause(TimeSpan.FromSeconds(11)).Bye().Receive(200);

        var calling = SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);
        var participant = await conference.WaitForParticipantAsync(site.Cancel);
        await conference.Heard.WaitForToneAsync(SippSite.CallerTone, TimeSpan.FromSeconds(2), site.Cancel);
        await calling;

        Assert.Equal(SessionEndCause.RemoteBye, (await participant.Left.WaitAsync(site.Cancel)).Cause);
        Assert.Equal("Telefon …78", participant.CallerName);
        Assert.Matches("^999[0-9]{12}$", participant.CallerNumber);
        Assert.Equal("PCMA", participant.Codec.EncodingName);
        Assert.Equal("", participant.Digits);
        Assert.DoesNotContain(SippScenario.CallerNumber[3..], participant.Invite.ToString(), StringComparison.Ordinal);
        Assert.Same(participant, Assert.Single(site.Servers.SelectMany(static server => server.Conferences).SelectMany(static room => room.Everybody)));
        await SippSite.AssertEndAsync(site, "Success", "CallerHungUp", 200);
    }

    [Fact]
    public async Task CarrierWithoutTelephoneEvents_WhoseTonesSoxMade_IsHeardInTheConference()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var conference = site.Servers[0].Conference(SippSite.VoiceBridge);
        var scenario = new SippScenario("in-band-pin").WithoutTelephoneEvents()
            .Invite().Answered().Pause(TimeSpan.FromMilliseconds(500)).Speak(await SippSite.TonesAsync(folder, pin, site.Cancel))
            .Pause(TimeSpan.FromSeconds(4)).Speak(SippSite.Voice(folder)).ExpectBye();

        await SippSite.RunUntilHeardAsync(site, folder, scenario);

        Assert.Equal("", Assert.Single(conference.Everybody).Digits);
        await SippSite.AssertEndAsync(site, "Success", "MeetingEnded", 200);
    }

    [Fact]
    public async Task CalledNumber_IsFoundHoweverTheCarrierWritesIt()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var scenario = new SippScenario("called-number").Invite().Answered().Pause(TimeSpan.FromMilliseconds(200)).Bye().Receive(200);

        // The second number: the first one is taken for whatever is not known.
        foreach (var called in new[] { "+493023125000", "00493023125000", "493023125000", "03023125000" })
        {
            await SippSite.Carrier(site, folder, called).RunAsync(scenario, calls: 1, site.Cancel);
        }

        await site.WaitForEndsAsync(4);
        Assert.Equal("+493023125000 4", await site.Bridge.QueryAsync("SELECT called_number || ' ' || count(*) FROM call_records GROUP BY called_number", site.Cancel));
        Assert.DoesNotContain("not in PhoneNumbers", site.Bridge.Log, StringComparison.Ordinal);
        site.Note(SippScenario.CallerNumber);
        await site.AssertCleanAsync();
    }

    [Fact]
    public async Task RetransmittedInvite_IsOneCall()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, calls: "\"RingFor\": \"00:00:01\"");
        site.Note(SippScenario.CallerNumber);
        var scenario = new SippScenario("retransmitted-invite")
            .Invite().Receive(100).RetransmittedInvite().Progress().Answered().Pause(TimeSpan.FromMilliseconds(500)).Bye().Receive(200);

        await SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);

        await SippSite.AssertEndAsync(site, "Caller", "CallerHungUp", 200);
        Assert.Single(site.Bridge.Log.Split('\n'), static line => line.EndsWith(": Ringing", StringComparison.Ordinal));
    }
}
