using DialIn.EndToEnd.Tests.Harness;
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

    /// <summary>A capture file with some seconds of the caller's voice.</summary>
    public static string Voice(ScratchFolder folder, double seconds = 3, double hertz = CallerTone) =>
        RtpCapture.Write(folder.File($"voice-{hertz}.pcap"), Tones.Voice(hertz, seconds), AudioCodec.Pcma);

    /// <summary>sipp as the carrier of this site.</summary>
    public static SippCarrier Carrier(Site site, ScratchFolder folder, string called = Site.CentralNumber) =>
        new(folder, site.Bridge.SipPort) { Called = called };

    /// <summary>The result and the reason of the only call, from the database.</summary>
    public static async Task<string> EndAsync(Site site, string reason)
    {
        await site.WaitForEndAsync(reason);
        return await site.Bridge.QueryAsync("SELECT result || ' ' || reason || ' ' || sip_status FROM call_records", site.Cancel);
    }
}
