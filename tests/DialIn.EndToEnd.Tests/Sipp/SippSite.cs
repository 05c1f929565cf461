using System.Diagnostics;
using System.Runtime.InteropServices;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.Media.Audio;
using DialIn.Media.Codecs;

namespace DialIn.EndToEnd.Tests.Sipp;

/// <summary>What the tests with sipp have in common: one meeting, its PIN, and a voice for the caller.</summary>
internal static class SippSite
{
    /// <summary>The caller's voice, in Hz.</summary>
    public const double CallerTone = 440;

    public const string Room = "room-1";
    public const string VoiceBridge = "70066";

    /// <summary>Reserves the room's PIN and notes that it will be typed by sipp's caller.</summary>
    public static async Task<string> ReserveAsync(Site site)
    {
        var pin = await site.Bridge.ReservePinAsync(Room, site.Cancel);
        site.Note(SippScenario.CallerNumber, pin);
        return pin;
    }

    /// <summary>A capture file with some seconds of a voice: longer than it takes to get into the meeting, also on a busy machine.</summary>
    public static string Voice(ScratchFolder folder, double seconds = 30, double hertz = CallerTone) =>
        RtpCapture.Write(folder.File($"voice-{hertz}.pcap"), Tones.Voice(hertz, seconds), AudioCodec.Pcma);

    /// <summary>A capture file with the tones of keys, 80 ms each with as much silence before it, as sox makes them, after half a second in which the bridge learns who sends.</summary>
    public static async Task<string> TonesAsync(ScratchFolder folder, string keys, CancellationToken cancellationToken)
    {
        const string Keys = "123A456B789C*0#D";
        int[] low = [697, 770, 852, 941], high = [1209, 1336, 1477, 1633];
        var raw = folder.File("tones.raw");
        var effects = keys.Select(key => Keys.IndexOf(key, StringComparison.Ordinal))
            .Select(place => $"synth 0.08 sine {low[place / 4]} sine {high[place % 4]} remix 1v0.2,2v0.25 pad 0.08 0").Prepend("synth 0.5 sine 697 remix 1v0");
        using var sox = Process.Start("sox", $"-R -c 2 -r 8000 -n -c 1 -b 16 -e signed-integer {raw} {string.Join(" : ", effects)}");
        await sox.WaitForExitAsync(cancellationToken);
        var samples = MemoryMarshal.Cast<byte, short>(await File.ReadAllBytesAsync(raw, cancellationToken)).ToArray();
        return RtpCapture.Write(folder.File("tones.pcap"), new PcmClip(8000, samples), AudioCodec.Pcma);
    }

    /// <summary>A capture file with three calling tones of a fax machine, as sox makes them, after half a second in which the bridge learns who sends.</summary>
    public static async Task<string> CallingToneAsync(ScratchFolder folder, CancellationToken cancellationToken)
    {
        var raw = folder.File("fax.raw");
        const string Call = "synth 0.5 sine 1100 vol 0.2 pad 0 3";
        using var sox = Process.Start("sox", $"-R -r 8000 -n -c 1 -b 16 -e signed-integer {raw} synth 0.5 sine 1100 vol 0 : {Call} : {Call} : {Call}");
        await sox.WaitForExitAsync(cancellationToken);
        var samples = MemoryMarshal.Cast<byte, short>(await File.ReadAllBytesAsync(raw, cancellationToken)).ToArray();
        return RtpCapture.Write(folder.File("fax.pcap"), new PcmClip(8000, samples), AudioCodec.Pcma);
    }

    /// <summary>Runs a scenario whose caller speaks until we hang up: the meeting ends once it has heard them.</summary>
    public static Task RunUntilHeardAsync(Site site, ScratchFolder folder, SippScenario scenario) => RunUntilHeardAsync(site, Carrier(site, folder), scenario);

    /// <summary>As <see cref="RunUntilHeardAsync(Site, ScratchFolder, SippScenario)"/>, with a carrier of another kind.</summary>
    public static async Task RunUntilHeardAsync(Site site, SippCarrier carrier, SippScenario scenario)
    {
        var calling = carrier.RunAsync(scenario, calls: 1, site.Cancel);
        await site.Servers[0].Conference(VoiceBridge).Heard.WaitForToneAsync(CallerTone, TimeSpan.FromSeconds(1), site.Cancel);
        await site.Servers[0].EndMeetingAsync(Room).WaitAsync(site.Cancel);
        await calling;
    }

    /// <summary>sipp as the carrier of this site.</summary>
    public static SippCarrier Carrier(Site site, ScratchFolder folder, string called = Site.CentralNumber) =>
        new(folder, site.Bridge.SipPort) { Called = called };

    /// <summary>
    /// Waits for the end of the only call. Its record is in the database with this result, reason and status, and nothing
    /// that must not be written down is anywhere.
    /// </summary>
    public static async Task AssertEndAsync(Site site, string result, string reason, int status)
    {
        await site.WaitForEndAsync(reason);
        Assert.Equal(
            $"{result} {reason} {status} +49…78",
            await site.Bridge.QueryAsync("SELECT result || ' ' || reason || ' ' || sip_status || ' ' || caller FROM call_records", site.Cancel));
        await site.AssertCleanAsync();
    }
}
