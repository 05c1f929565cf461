using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.Media.Codecs;

namespace DialIn.EndToEnd.Tests.Sipp;

/// <summary>Calls as carriers make them: what sipp insists on is what a carrier's equipment would.</summary>
[TriedWith("UDP", "sipp")]
public sealed class CarrierHabitsTests
{
    private const string RingsForASecond = "\"RingFor\": \"00:00:01\"";

    [Fact]
    public async Task Require100rel_TheRingIsReliable_AndThePrackIsAnswered()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, calls: RingsForASecond);
        var scenario = new SippScenario("required-100rel")
            .InviteWith("Require: 100rel").ReceiveReliably(180).AnsweredAtLast().Pause(TimeSpan.FromMilliseconds(500)).Bye().Receive(200);

        await RunAsync(site, folder, scenario);

        await SippSite.AssertEndAsync(site, "Caller", "CallerHungUp", 200);
    }

    [Fact]
    public async Task Update_EarlyAndInTheCall_IsAnswered()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, calls: RingsForASecond);
        var scenario = new SippScenario("update")
            .InviteWith("Require: 100rel").ReceiveReliably(180)
            .Request("UPDATE", "Supported: timer").ReceiveWithHeader(200, "Contact", "sip:")
            .AnsweredAtLast()
            .Request("UPDATE", "Supported: timer", SippScenario.SdpInPcmu(2)).ReceiveWithHeader(200, "Content-Type", "application/sdp")
            .Pause(TimeSpan.FromMilliseconds(500)).Bye().Receive(200);

        await RunAsync(site, folder, scenario);

        await SippSite.AssertEndAsync(site, "Caller", "CallerHungUp", 200);
    }

    [Fact]
    public async Task SessionTimer_IsRefreshedByTheCarrier_ThenByUs()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, calls: "\"MediaTimeout\": \"0 s\"");
        // 90 s is the shortest interval there is: our UPDATE comes after 45 s, and sipp says nothing meanwhile.
        var scenario = new SippScenario("session-timer")
            .InviteWith("Supported: timer\nAllow: INVITE, ACK, CANCEL, BYE, UPDATE\nSession-Expires: 90;refresher=uac")
            .AnsweredWithHeader("Session-Expires", "90;refresher=uac")
            .Request("UPDATE", "Supported: timer\nSession-Expires: 90;refresher=uas").ReceiveWithHeader(200, "Session-Expires", "90;refresher=uas")
            .ExpectRequest("UPDATE", "Session-Expires", "90;refresher=uac", "Session-Expires: 90;refresher=uac\nRequire: timer")
            .Pause(TimeSpan.FromMilliseconds(500)).Bye().Receive(200);

        await RunAsync(site, folder, scenario);

        await SippSite.AssertEndAsync(site, "Caller", "CallerHungUp", 200);
    }

    [Fact]
    public async Task SessionTimer_TooShort_Gets422()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var scenario = new SippScenario("too-short")
            .InviteWith("Supported: timer\nSession-Expires: 30").Receive(100).ReceiveWithHeader(422, "Min-SE", "90").AckRefusal();

        await RunAsync(site, folder, scenario);

        Assert.DoesNotContain("Ringing", site.Bridge.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fax_AskedForInTheCall_IsRefused_AndTheCallGoesOn()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var scenario = new SippScenario("fax")
            .Invite().Answered().Type(pin).Pause(TimeSpan.FromSeconds(1))
            .RefusedReinvite(SippScenario.SdpOfFax(2), 488, "Warning", "304")
            .Speak(SippSite.Voice(folder)).ExpectBye();

        await SippSite.RunUntilHeardAsync(site, folder, scenario);

        await SippSite.AssertEndAsync(site, "Success", "MeetingEnded", 200);
    }

    [Fact]
    public async Task Refer_IsDeclined_AndTheCallGoesOn()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var scenario = new SippScenario("refer")
            .Invite().Answered().Request("REFER", "Refer-To: <sip:0900123456@example.com>").Receive(603)
            .Request("NOTIFY", "Event: refer\nSubscription-State: active").Receive(489)
            .Request("MESSAGE", "Supported: timer").ReceiveWithHeader(405, "Allow", "PRACK, UPDATE")
            .Request("GREET", "Supported: timer").ReceiveWithHeader(405, "Allow", "PRACK, UPDATE")
            .Request("OPTIONS", "Accept: application/sdp").ReceiveWithHeader(200, "Supported", "100rel, timer")
            .Bye().Receive(200);

        await RunAsync(site, folder, scenario);

        await SippSite.AssertEndAsync(site, "Caller", "CallerHungUp", 200);
    }

    [Fact]
    public async Task LateOffer_IsAnsweredWithOurs_AndTheCallReachesTheMeeting()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var conference = site.Servers[0].Conference(SippSite.VoiceBridge);
        // sipp types as payload type 96, the one that its answer names.
        var scenario = new SippScenario("late-offer")
            .InviteWith("Supported: timer", offer: false).AnsweredWithOffer()
            .Type(pin).Speak(SippSite.Voice(folder)).ExpectBye();

        await SippSite.RunUntilHeardAsync(site, folder, scenario);

        Assert.Equal("PCMA", Assert.Single(conference.Everybody).Codec.EncodingName);
        await SippSite.AssertEndAsync(site, "Success", "MeetingEnded", 200);
    }

    [Fact]
    public async Task AnotherCodec_AskedForInTheMeeting_IsTakenOnBothLegs()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var conference = site.Servers[0].Conference(SippSite.VoiceBridge);
        var voice = RtpCapture.Write(folder.File("voice-pcmu.pcap"), Tones.Voice(SippSite.CallerTone, 30), AudioCodec.Pcmu);
        var scenario = new SippScenario("codec-change")
            .Invite().Answered().Type(pin).Pause(TimeSpan.FromSeconds(10))
            .ReinviteWith(SippScenario.SdpInPcmu(2)).AnsweredWith("RTP/AVP 0")
            .Speak(voice).ExpectBye();

        var calling = SippSite.RunUntilHeardAsync(site, folder, scenario);
        // Seen in the ten seconds before the codec changes.
        var first = await conference.WaitForParticipantAsync(site.Cancel);
        Assert.Equal("PCMA", first.Codec.EncodingName);
        await calling;

        // On a slow machine the conference has not answered yet when the codec changes; then it is dialled anew.
        Assert.Equal("PCMU", conference.Everybody[^1].Codec.EncodingName);
        await SippSite.AssertEndAsync(site, "Success", "MeetingEnded", 200);
    }

    [Fact]
    public async Task Caller_AsTelUri_WithAnAssertedIdentity_IsTheOneAsserted()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        site.Note("+493012345699");
        var scenario = new SippScenario("tel-uri")
            .InviteWith(
                "P-Asserted-Identity: <sip:not-a-number@carrier.example>, <tel:+49-30-12345699>",
                uri: "tel:[service]",
                from: "<tel:0151-12345678;phone-context=+49>")
            .Answered().Pause(TimeSpan.FromMilliseconds(500)).Bye().Receive(200);

        await RunAsync(site, folder, scenario);

        await site.WaitForEndAsync("CallerHungUp");
        Assert.Equal("+49…99 +4961511234567", await site.Bridge.QueryAsync("SELECT caller || ' ' || called_number FROM call_records", site.Cancel));
        Assert.DoesNotContain("not in PhoneNumbers", site.Bridge.Log, StringComparison.Ordinal);
        await site.AssertCleanAsync();
    }

    [Fact]
    public async Task Caller_WhoWantsPrivacy_HasAPseudonymOfThisCall()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var scenario = new SippScenario("privacy")
            .InviteWith($"P-Asserted-Identity: <sip:{SippScenario.CallerNumber}@carrier.example>\nPrivacy: id", from: "\"Anonymous\" <sip:anonymous@anonymous.invalid>")
            .Answered().Type(pin).Pause(TimeSpan.FromSeconds(5)).Bye().Receive(200);

        var calling = SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);
        var participant = await site.Servers[0].Conference(SippSite.VoiceBridge).WaitForParticipantAsync(site.Cancel);
        await calling;

        Assert.Matches("^Telefon [A-Z0-9]{3}$", participant.CallerName);
        await site.WaitForEndAsync("CallerHungUp");
        Assert.Equal("withheld", await site.Bridge.QueryAsync("SELECT caller FROM call_records", site.Cancel));
        await site.AssertCleanAsync();
    }

    [Fact]
    public async Task UnknownExtension_Required_Gets420ThatNamesOnlyIt()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var scenario = new SippScenario("unknown-require")
            .InviteWith("Require: 100rel, precondition").Receive(100).ReceiveWithHeader(420, "Unsupported", "^ *precondition *$").AckRefusal();

        await RunAsync(site, folder, scenario);

        Assert.DoesNotContain("Ringing", site.Bridge.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bye_BeforeTheAnswer_EndsTheCallWith487()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, calls: "\"RingFor\": \"00:00:30\"");
        var scenario = new SippScenario("early-bye")
            .InviteWith("Supported: 100rel").Receive(100).ReceiveWithHeader(180, "Contact", "sip:")
            .Request("BYE", "Reason: Q.850;cause=19;text=\"no answer\"").Receive(200).Receive(487).AckRefusal();

        await RunAsync(site, folder, scenario);

        await SippSite.AssertEndAsync(site, "Caller", "CallerCancelled", 487);
        Assert.Equal("Q.850 19", await site.Bridge.QueryAsync("SELECT trunk_cause FROM call_records", site.Cancel));
    }

    [Fact]
    public async Task Ack_ThatComesByTwoWays_IsOneConfirmation()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        var scenario = new SippScenario("forked-ack")
            .Invite().Answered().AckOfFirst().Pause(TimeSpan.FromMilliseconds(300)).AckOfFirst().Pause(TimeSpan.FromMilliseconds(500)).Bye().Receive(200);

        await RunAsync(site, folder, scenario);

        await SippSite.AssertEndAsync(site, "Caller", "CallerHungUp", 200);
    }

    private static async Task RunAsync(Site site, ScratchFolder folder, SippScenario scenario)
    {
        site.Note(SippScenario.CallerNumber);
        await SippSite.Carrier(site, folder).RunAsync(scenario, calls: 1, site.Cancel);
    }
}
