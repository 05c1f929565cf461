using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.Media.Codecs;

namespace DialIn.EndToEnd.Tests.Sipp;

/// <summary>A carrier that brings a call in PCMU to a server that does not speak it: the bridge asks the carrier for what the server took.</summary>
[TriedWith("UDP", "sipp")]
public sealed class CodecTests
{
    private static readonly AudioCodec[] WithoutPcmu = [AudioCodec.Pcma, AudioCodec.G722];

    [Fact]
    public async Task CarrierThatRefusesTheOtherCodec_IsTranscoded()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, serverCodecs: WithoutPcmu);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var scenario = new SippScenario("refused-codec")
            .InviteInPcmu().Answered().TypeMeanwhile(pin)
            .ExpectReinvite("RTP/AVP 8 0 96").RefuseReinvite(488)
            .Speak(Voice(folder, AudioCodec.Pcmu)).ExpectBye();

        await RunAsync(site, folder, scenario);

        await AssertCodecAsync(site, "PCMU/PCMA");
    }

    [Fact]
    public async Task CarrierThatTakesTheOtherCodec_PassesItsAudioAsItIs()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, serverCodecs: WithoutPcmu);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var scenario = new SippScenario("taken-codec")
            .InviteInPcmu().Answered().TypeMeanwhile(pin)
            .ExpectReinvite("RTP/AVP 8").TakeReinvite(SippScenario.SdpInPcma(2))
            .Speak(Voice(folder, AudioCodec.Pcma)).ExpectBye();

        await RunAsync(site, folder, scenario);

        await AssertCodecAsync(site, "PCMA");
    }

    [Fact]
    public async Task CarrierThatIsBusyWithItsOwnReinvite_IsAskedAgain()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, serverCodecs: WithoutPcmu);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var scenario = new SippScenario("glare")
            .InviteInPcmu().Answered().TypeMeanwhile(pin)
            .ExpectReinvite("RTP/AVP 8").RefuseReinvite(491)
            .ExpectReinvite("RTP/AVP 8").TakeReinvite(SippScenario.SdpInPcma(2))
            .Speak(Voice(folder, AudioCodec.Pcma)).ExpectBye();

        await RunAsync(site, folder, scenario);

        await AssertCodecAsync(site, "PCMA");
    }

    [Fact]
    public async Task CarrierThatAgreesAndSwitchesTheAudioOff_IsGivenItsCodecBack()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(
            folder,
            trunks: """[ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.0/8"], "Codecs": ["PCMU", "PCMA"] } ]""",
            serverCodecs: WithoutPcmu);
        var pin = await SippSite.ReserveAsync(site);
        Site.Open(site.Servers[0], SippSite.Room, SippSite.VoiceBridge);
        var scenario = new SippScenario("audio-off")
            .InviteInPcmu("0 8").Answered().TypeMeanwhile(pin)
            .ExpectReinvite("RTP/AVP 8 96").TakeReinvite(SippScenario.SdpWithoutAudio(2))
            .ExpectReinvite("RTP/AVP 0 96").TakeReinvite(SippScenario.SdpInPcmu(3))
            .Speak(Voice(folder, AudioCodec.Pcmu)).ExpectBye();

        await RunAsync(site, folder, scenario);

        await AssertCodecAsync(site, "PCMU/PCMA");
    }

    private static string Voice(ScratchFolder folder, AudioCodec codec) =>
        RtpCapture.Write(folder.File($"voice-{codec}.pcap"), Tones.Voice(SippSite.CallerTone, 30), codec);

    private static async Task RunAsync(Site site, ScratchFolder folder, SippScenario scenario)
    {
        await SippSite.RunUntilHeardAsync(site, folder, scenario);
        Assert.Equal(AudioCodec.Pcma, Assert.Single(site.Servers[0].Conference(SippSite.VoiceBridge).Everybody).Codec);
    }

    private static async Task AssertCodecAsync(Site site, string codec)
    {
        await SippSite.AssertEndAsync(site, "Success", "MeetingEnded", 200);
        Assert.Equal(codec, await site.Bridge.QueryAsync("SELECT codec FROM call_records", site.Cancel));
    }
}
