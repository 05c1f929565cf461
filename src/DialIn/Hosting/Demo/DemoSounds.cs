using DialIn.Media.Audio;

namespace DialIn.Hosting.Demo;

/// <summary>The known sounds of the demo, and the proof that a recording holds one.</summary>
internal static class DemoSounds
{
    /// <summary>What the caller says: concert pitch, in Hz.</summary>
    public const double CallerHertz = 440;

    /// <summary>What the conference says, in Hz: neither a harmonic of the caller's tone nor of a dialling tone.</summary>
    public const double ConferenceHertz = 1_000;

    /// <summary>How long each of them speaks: longer than the sentence that the caller hears meanwhile.</summary>
    public static readonly TimeSpan Spoken = TimeSpan.FromSeconds(6);

    /// <summary>How much of it must have arrived: a busy machine may lose some.</summary>
    public static readonly TimeSpan Required = TimeSpan.FromSeconds(1.5);

    /// <summary>How much of it is needed to be sure that it has begun.</summary>
    public static readonly TimeSpan Noticed = TimeSpan.FromMilliseconds(200);

    private const int WindowsPerSecond = 10;
    private const double ToneShare = 0.8;

    /// <summary>A tone at the rate of a telephone.</summary>
    public static PcmClip Tone(double hertz) => Media.Audio.Tone.Sine(hertz, Spoken, 8_000);

    /// <summary>How long a tone is in a WAV file, in steps of a tenth of a second.</summary>
    public static TimeSpan Find(string file, double hertz)
    {
        var clip = WavReader.Read(file);
        var window = clip.SampleRate / WindowsPerSecond;
        var hits = 0;
        for (var at = 0; at + window <= clip.Samples.Length; at += window)
        {
            hits += ToneDetector.Power(clip.Samples.AsSpan(at, window), clip.SampleRate, hertz) >= ToneShare ? 1 : 0;
        }

        return TimeSpan.FromSeconds((double)hits / WindowsPerSecond);
    }
}
