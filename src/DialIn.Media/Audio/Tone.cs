namespace DialIn.Media.Audio;

/// <summary>Makes sine tones, for the simulator and for tests.</summary>
public static class Tone
{
    /// <summary>A sine that begins at a zero crossing.</summary>
    /// <param name="hertz">The frequency, below half the sample rate.</param>
    /// <param name="duration">How long it lasts.</param>
    /// <param name="sampleRate">Samples in a second.</param>
    /// <param name="decibelsFullScale">The level of the peak in dBFS: 0 is the loudest that 16 bits can hold, -10 is a loud voice.</param>
    public static PcmClip Sine(double hertz, TimeSpan duration, int sampleRate, double decibelsFullScale = -10)
    {
        var samples = new short[(int)Math.Round(duration.TotalSeconds * sampleRate)];
        var amplitude = short.MaxValue * Math.Pow(10, Math.Min(decibelsFullScale, 0) / 20);
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)Math.Round(amplitude * Math.Sin(2 * Math.PI * hertz * i / sampleRate));
        }

        return new PcmClip(sampleRate, samples);
    }
}
