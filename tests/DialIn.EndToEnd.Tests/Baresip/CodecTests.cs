using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.Media.Codecs;

namespace DialIn.EndToEnd.Tests.Baresip;

/// <summary>A telephone and a server that differ in their codecs or in the length of their packets: both hear each other's tone.</summary>
[TriedWith("UDP", "baresip", Data = ["telephone", "server", "milliseconds"])]
public sealed class CodecTests
{
    [Theory]
    // What the telephone has, what the server has, what is left of it. baresip 1.0.0 changes from G722 to PCMA, but goes on with the sampling rate of before.
    [InlineData("PCMU/8000", "PCMA G722", "PCMU/PCMA")]
    [InlineData("PCMU/8000", "G722", "PCMU/G722")]
    [InlineData("G722/16000", "PCMA", "G722/PCMA")]
    [InlineData("PCMU/8000,PCMA/8000", "PCMA", "PCMA")]
    [InlineData("G722/16000", "G722", "G722")]
    public async Task Telephone_AndServer_HearEachOther(string telephone, string server, string codec)
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(
            folder,
            trunks: """[ { "Name": "carrier", "Mode": "Static", "AllowedSources": ["127.0.0.0/8"], "Codecs": ["G722", "PCMU", "PCMA"] } ]""",
            serverCodecs: [.. server.Split(' ').Select(name => AudioCodec.All.Single(one => one.EncodingName == name))]);

        await CallAsync(site, folder, $"audio_codecs={telephone}");

        Assert.Equal(codec, await site.Bridge.QueryAsync("SELECT codec FROM call_records", site.Cancel));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(60)]
    public async Task Telephone_WithPacketsOfAnotherLength_HearsPromptsAndMeeting(int milliseconds)
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);

        await CallAsync(site, folder, $"audio_codecs=PCMA/8000;ptime={milliseconds}");
    }

    private static async Task CallAsync(Site site, ScratchFolder folder, string audio)
    {
        Site.Open(site.Servers[0], "room-1", PhoneCall.VoiceBridge);
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        await using var phone = await BaresipCall.StartPhoneAsync(site, folder, carrier: null, audio: audio);

        var participant = await BaresipCall.JoinAsync(site, phone, site.Bridge.SipPort, pin);
        await PhoneCall.ExchangeVoicesAsync(site, participant, phone.Heard);
        await phone.HangUpAsync(site.Cancel);
        await participant.Left.WaitAsync(site.Cancel);

        PhoneCall.AssertHeardPromptsThenMeeting(await phone.StopAsync(site.Cancel));
        await site.WaitForEndAsync("CallerHungUp");
        await site.AssertCleanAsync();
    }
}
