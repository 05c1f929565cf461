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

    /// <summary>A capture file with some seconds of a voice.</summary>
    public static string Voice(ScratchFolder folder, double seconds = 3, double hertz = CallerTone) =>
        RtpCapture.Write(folder.File($"voice-{hertz}.pcap"), Tones.Voice(hertz, seconds), AudioCodec.Pcma);

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
