namespace DialIn.Simulator.Audio;

/// <summary>The level of a piece of sound, in dB below full scale.</summary>
internal static class SoundLevel
{
    /// <summary>Below this a piece of sound counts as silence. Prompts are made at about -20 dBFS.</summary>
    public const double Silence = -50;

    /// <summary>The root mean square of the samples in dBFS; negative infinity for digital silence.</summary>
    public static double Of(ReadOnlySpan<short> samples)
    {
        var energy = 0.0;
        foreach (var sample in samples)
        {
            energy += (double)sample * sample;
        }

        return samples.IsEmpty ? double.NegativeInfinity : 10 * Math.Log10(energy / samples.Length / (32768.0 * 32768.0));
    }
}
