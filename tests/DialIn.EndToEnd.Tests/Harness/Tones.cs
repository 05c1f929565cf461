using DialIn.Media.Audio;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>
/// Tones as the voices of a test: each speaker has one, at least <see cref="Spacing"/> Hz from every other, so that it can be
/// told who is heard although several speak at once.
/// </summary>
internal static class Tones
{
    /// <summary>How far apart tones must be.</summary>
    public const int Spacing = 150;

    private const int WindowsPerSecond = 10;

    // In 100 ms a tone that starts or stops has at most 0.02 of its energy 150 Hz away; one that is really there for half of
    // that time, beside two others as loud, has 0.08.
    private const double IsThere = 0.05;

    /// <summary>In how many tenths of a second a tone is heard, alone or among others.</summary>
    public static int TenthsHeard(PcmClip clip, double hertz) => Silence.Windows(clip, WindowsPerSecond)
        .Count(window => !Silence.IsSilent(window.Span) && ToneDetector.Power(window.Span, clip.SampleRate, hertz) > IsThere);

    /// <summary>A voice.</summary>
    public static PcmClip Voice(double hertz, double seconds) => Tone.Sine(hertz, TimeSpan.FromSeconds(seconds), 8000, -16);
}
