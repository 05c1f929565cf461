using System.Text.Json;
using DialIn.Media.Audio;
using DialIn.Simulator.Conferences;
using DialIn.Testing;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>What every call with a real telephone has in common: into the meeting with one voice bridge, and a known tone each way.</summary>
internal static class PhoneCall
{
    /// <summary>Who calls.</summary>
    public const string Caller = "+4915112345678";

    /// <summary>Of the meeting.</summary>
    public const string VoiceBridge = "70066";

    private const double CallerTone = 440;
    private const double MeetingTone = 1000;
    // On a busy machine the telephone misses pieces; a bridge that loses most of the sound would get there too, with rounds enough.
    private const int MostRounds = 4;

    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(1.5);

    /// <summary>The WAV file of a caller who hums a tone all the time.</summary>
    public static string Speech(ScratchFolder folder)
    {
        var speech = folder.File("speech.wav");
        using var file = new WavWriter(speech, 8000);
        file.Append(Tones.Voice(CallerTone, seconds: 120).Samples);
        return speech;
    }

    /// <summary>The meeting hears the caller's tone, and plays its own until the telephone has written enough of it, a few times at most.</summary>
    /// <param name="site">Where the call is.</param>
    /// <param name="participant">The caller in the meeting.</param>
    /// <param name="heard">The telephone's recording so far.</param>
    public static async Task ExchangeVoicesAsync(Site site, Participant participant, Func<PcmClip> heard)
    {
        var caller = participant.Heard.WaitForToneAsync(CallerTone, LongEnough, site.Cancel);
        for (var round = 0; round < MostRounds && !IsEnough(heard()); round++)
        {
            await site.Servers[0].Conference(VoiceBridge).PlayAsync(Tones.Voice(MeetingTone, seconds: 5), site.Cancel);
        }

        AssertHeardMeeting(heard());
        await caller;
    }

    /// <summary>The figures of the leg to the telephone, once RTCP has gone both ways.</summary>
    public static async Task<JsonElement> WaitForRoundTripAsync(Site site)
    {
        JsonElement quality = default;
        await Waiting.UntilAsync(
            async () =>
            {
                using var answer = await site.Bridge.GetAsync("api/v1/calls", site.Cancel);
                quality = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(site.Cancel))[0].GetProperty("legs")[0].GetProperty("quality");
                return quality.ValueKind == JsonValueKind.Object
                    && quality.GetProperty("roundTrip").ValueKind == JsonValueKind.Number
                    && quality.GetProperty("mos").ValueKind == JsonValueKind.Number;
            },
            site.Cancel);
        return quality;
    }

    /// <summary>They are there and can be. How good they are is up to the machine's load.</summary>
    public static void AssertFigures(JsonElement quality)
    {
        Assert.InRange(quality.GetProperty("mos").GetDouble(), 1, 4.41);
        Assert.InRange(quality.GetProperty("roundTrip").GetDouble(), 0, 10_000);
        Assert.InRange(quality.GetProperty("sentMos").GetDouble(), 1, 4.41);
        foreach (var rating in new[] { "rFactor", "sentRFactor" })
        {
            Assert.InRange(quality.GetProperty(rating).GetDouble(), 0, 93.2);
        }

        foreach (var share in new[] { "loss", "late", "burstLoss", "gapLoss", "sentLoss", "sentLate", "sentBurstLoss", "sentGapLoss" })
        {
            Assert.InRange(quality.GetProperty(share).GetDouble(), 0, 1);
        }

        foreach (var milliseconds in new[] { "jitter", "burst", "sentJitter", "sentBurst" })
        {
            Assert.InRange(quality.GetProperty(milliseconds).GetDouble(), 0, 60_000);
        }
    }

    /// <summary>The telephone's recording has spoken prompts first, and then the meeting's tone.</summary>
    public static void AssertHeardPromptsThenMeeting(PcmClip heard)
    {
        var tenths = Silence.Windows(heard, 10).ToList();
        var meeting = tenths.FindIndex(tenth => ToneDetector.Power(tenth.Span, heard.SampleRate, MeetingTone) > 0.9);
        Assert.True(meeting > 0, $"no tone of the meeting in {heard.Duration} of sound");
        AssertHeardMeeting(heard);
        Assert.True(tenths.Take(meeting).Count(tenth => !Silence.IsSilent(tenth.Span)) >= 10, "no prompt before the meeting");
    }

    private static void AssertHeardMeeting(PcmClip heard) => Assert.True(IsEnough(heard), "too little of the meeting's tone");

    private static bool IsEnough(PcmClip heard) => Tones.TenthsHeard(heard, MeetingTone) >= LongEnough.TotalSeconds * 10;
}
