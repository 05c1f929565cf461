namespace DialIn.Media.Audio;

/// <summary>Tells whether a tone is in a piece of sound, by the Goertzel algorithm.</summary>
public static class ToneDetector
{
    /// <summary>The part of a piece's energy that lies at a frequency: 1 for a pure tone, near 0 for noise, speech and other tones, 0 for silence.</summary>
    /// <param name="samples">The piece. The frequency is told apart from others that differ by more than the sample rate divided by the number of samples.</param>
    /// <param name="sampleRate">Samples in a second.</param>
    /// <param name="hertz">The frequency, below half the sample rate.</param>
    public static double Power(ReadOnlySpan<short> samples, int sampleRate, double hertz)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * hertz / sampleRate);
        var (last, beforeLast, energy) = (0.0, 0.0, 0.0);
        foreach (var sample in samples)
        {
            (last, beforeLast) = (sample + (coefficient * last) - beforeLast, last);
            energy += (double)sample * sample;
        }

        if (energy == 0)
        {
            return 0;
        }

        var squaredMagnitude = (last * last) + (beforeLast * beforeLast) - (coefficient * last * beforeLast);
        return Math.Clamp(2 * squaredMagnitude / (samples.Length * energy), 0, 1);
    }
}
