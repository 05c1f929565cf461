using DialIn.EndToEnd.Tests.Harness;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Conferences;

namespace DialIn.EndToEnd.Tests.Meetings;

/// <summary>A tone each way: the proof that a caller is in a conference.</summary>
internal static class Voices
{
    /// <summary>The caller's voice, in Hz.</summary>
    public const double CallerTone = 600;

    private const double MeetingTone = 1000;
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(0.8);

    /// <summary>The caller and the meeting hear each other, from now on.</summary>
    public static async Task AssertBothWaysAsync(Site site, SimulatedCall call, Conference conference)
    {
        var (saidFrom, heardFrom) = (conference.Heard.Duration, call.Heard.Duration);

        // Longer than any sentence that still goes before the meeting's sound, and than a busy machine takes to let enough of it through.
        var said = call.PlayAsync(Tones.Voice(CallerTone, seconds: 60), site.Cancel);
        var played = conference.PlayAsync(Tones.Voice(MeetingTone, seconds: 60), site.Cancel);
        await conference.Heard.WaitForToneAsync(CallerTone, LongEnough, site.Cancel, saidFrom);
        await call.Heard.WaitForToneAsync(MeetingTone, LongEnough, site.Cancel, heardFrom);
        call.StopPlaying();
        conference.StopPlaying();

        // Both were cut off, or one of them was through already.
        await Task.WhenAny(Task.WhenAll(said, played));
    }
}
