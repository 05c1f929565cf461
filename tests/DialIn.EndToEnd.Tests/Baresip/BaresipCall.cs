using DialIn.EndToEnd.Tests.Harness;
using DialIn.Media.Audio;
using DialIn.Simulator.Conferences;

namespace DialIn.EndToEnd.Tests.Baresip;

/// <summary>What every call with baresip has in common: into the meeting with voice bridge 70066, and a known tone each way.</summary>
internal static class BaresipCall
{
    private const string Caller = "+4915112345678";
    private const double CallerTone = 440;
    private const double MeetingTone = 1000;
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(1.5);

    /// <summary>Starts a telephone whose user hums a tone all the time.</summary>
    /// <param name="site">Where the call goes.</param>
    /// <param name="folder">Scratch space.</param>
    /// <param name="carrier">Port of the proxy that takes its calls; null for none.</param>
    /// <param name="roots">PEM file of the roots that it believes over TLS.</param>
    public static Task<BaresipPhone> StartPhoneAsync(Site site, ScratchFolder folder, int? carrier, string? roots = null)
    {
        var speech = folder.File("speech.wav");
        using (var file = new WavWriter(speech, 8000))
        {
            file.Append(Tones.Voice(CallerTone, seconds: 120).Samples);
        }

        var proxy = carrier is { } port ? $";outbound=\"sip:127.0.0.1:{port}\"" : "";
        return BaresipPhone.StartAsync(folder, $"<sip:{Caller}@127.0.0.1>;regint=0;audio_codecs=PCMA/8000{proxy}", speech, site.Cancel, roots);
    }

    /// <summary>Dials, types the PIN, and gives the participant that the conference then has.</summary>
    public static async Task<Participant> JoinAsync(Site site, BaresipPhone phone, int port, string pin, string transport = "udp")
    {
        site.Note(Caller, pin);
        await phone.DialAsync($"sip:{Site.CentralNumber}@127.0.0.1:{port};transport={transport}", site.Cancel);
        await phone.WaitForLineAsync("Call established", site.Cancel);
        await phone.PressAsync(pin, site.Cancel);
        return await site.Servers[0].Conference("70066").WaitForParticipantAsync(site.Cancel);
    }

    /// <summary>The meeting hears the caller's tone, while it plays its own to the end.</summary>
    public static async Task ExchangeVoicesAsync(Site site, Participant participant)
    {
        var played = site.Servers[0].Conference("70066").PlayAsync(Tones.Voice(MeetingTone, seconds: 5), site.Cancel);
        await participant.Heard.WaitForToneAsync(CallerTone, LongEnough, site.Cancel);
        await played;
    }

    /// <summary>The telephone's recording has spoken prompts first, and then the meeting's tone.</summary>
    public static void AssertHeardPromptsThenMeeting(PcmClip heard)
    {
        var tenths = Silence.Windows(heard, 10).ToList();
        var meeting = tenths.FindIndex(tenth => ToneDetector.Power(tenth.Span, heard.SampleRate, MeetingTone) > 0.9);
        Assert.True(meeting > 0, $"no tone of the meeting in {heard.Duration} of sound");
        Assert.True(Tones.TenthsHeard(heard, MeetingTone) >= LongEnough.TotalSeconds * 10, "too little of the meeting's tone");
        Assert.True(tenths.Take(meeting).Count(tenth => !Silence.IsSilent(tenth.Span)) >= 10, "no prompt before the meeting");
    }
}
