using DialIn.EndToEnd.Tests.Harness;
using DialIn.Simulator.Conferences;

namespace DialIn.EndToEnd.Tests.Baresip;

/// <summary>What every call with baresip has in common.</summary>
internal static class BaresipCall
{
    /// <summary>Starts a telephone whose user hums a tone all the time.</summary>
    /// <param name="site">Where the call goes.</param>
    /// <param name="folder">Scratch space.</param>
    /// <param name="carrier">Port of the proxy that takes its calls; null for none.</param>
    /// <param name="roots">PEM file of the roots that it believes over TLS.</param>
    /// <param name="extra">More lines of its configuration.</param>
    /// <param name="encryption">How it encrypts its audio, in baresip's words: <c>srtp</c>, <c>srtp-mand</c>, <c>srtp-mandf</c>; null for not at all.</param>
    /// <param name="audio">What the account says of audio.</param>
    public static Task<BaresipPhone> StartPhoneAsync(
        Site site, ScratchFolder folder, int? carrier, string? roots = null, string extra = "", string? encryption = null, string audio = "audio_codecs=PCMA/8000")
    {
        var mediaenc = encryption is null ? "" : $";mediaenc={encryption}";
        var proxy = carrier is { } port ? $";outbound=\"sip:127.0.0.1:{port}\"" : "";
        return BaresipPhone.StartAsync(folder, $"<sip:{PhoneCall.Caller}@127.0.0.1>;regint=0;{audio}{mediaenc}{proxy}", PhoneCall.Speech(folder), site.Cancel, roots, extra);
    }

    /// <summary>Dials, types the PIN, and gives the participant that the conference then has.</summary>
    public static async Task<Participant> JoinAsync(Site site, BaresipPhone phone, int port, string pin, string transport = "udp")
    {
        site.Note(PhoneCall.Caller, pin);
        await phone.DialAsync($"sip:{Site.CentralNumber}@127.0.0.1:{port};transport={transport}", site.Cancel);
        await phone.WaitForLineAsync("Call established", site.Cancel);
        await phone.PressAsync(pin, site.Cancel);
        return await site.Servers[0].Conference(PhoneCall.VoiceBridge).WaitForParticipantAsync(site.Cancel);
    }
}
