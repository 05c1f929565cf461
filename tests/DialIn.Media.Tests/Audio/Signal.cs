using DialIn.Media.Audio;

namespace DialIn.Media.Tests.Audio;

/// <summary>Test sounds, and what is measured on sounds.</summary>
internal static class Signal
{
    /// <summary>Something like speech: noise through a slowly moving low-pass, in syllables of 200 ms.</summary>
    public static PcmClip SpeechLike(TimeSpan duration, int sampleRate, ulong seed = 1)
    {
        var random = new SeededRandom(seed);
        var samples = new short[(int)(duration.TotalSeconds * sampleRate)];
        var smoothed = 0.0;
        for (var i = 0; i < samples.Length; i++)
        {
            var time = (double)i / sampleRate;
            smoothed += (random.NextGaussian() - smoothed) * (0.15 + (0.1 * Math.Sin(2 * Math.PI * 1.7 * time)));
            var syllable = 0.55 - (0.45 * Math.Cos(2 * Math.PI * 5 * time));
            samples[i] = (short)Math.Clamp(smoothed * syllable * 12000, short.MinValue, short.MaxValue);
        }

        return new PcmClip(sampleRate, samples);
    }

    /// <summary>Root mean square of a piece.</summary>
    public static double Rms(ReadOnlySpan<short> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / samples.Length);
    }

    /// <summary>How far, in dB, the original lies above what was added to it; <paramref name="delay"/> is that of the copy in samples.</summary>
    public static double SignalToNoise(ReadOnlySpan<short> original, ReadOnlySpan<short> copy, int delay)
    {
        var (signal, noise) = (0.0, 0.0);
        for (var i = 0; i + delay < copy.Length && i < original.Length; i++)
        {
            signal += (double)original[i] * original[i];
            noise += Math.Pow(original[i] - copy[i + delay], 2);
        }

        return Decibels(Math.Sqrt(signal / noise));
    }

    public static double Decibels(double ratio) => 20 * Math.Log10(ratio);

    /// <summary>The middle of a clip, where filters have settled.</summary>
    public static ReadOnlySpan<short> Middle(PcmClip clip) => clip.Samples.AsSpan(clip.Samples.Length / 4, clip.Samples.Length / 2);
}
