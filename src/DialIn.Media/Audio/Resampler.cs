namespace DialIn.Media.Audio;

/// <summary>
/// Changes the sample rate of a whole clip, as prompts are loaded. What the lower of the two rates cannot carry is filtered
/// out before it folds back. The sound is not shifted in time.
/// </summary>
public static class Resampler
{
    /// <summary>The clip at another sample rate; the same clip where the rate is right already.</summary>
    /// <param name="clip">The clip; its rate and the new one need a common divisor that keeps their ratio small, as all rates of audio have.</param>
    /// <param name="sampleRate">The new rate in Hz.</param>
    public static PcmClip To(PcmClip clip, int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        if (clip.SampleRate == sampleRate)
        {
            return clip;
        }

        var filter = new PolyphaseFilter(clip.SampleRate, sampleRate);
        var output = new short[((long)clip.Samples.Length * filter.Up + filter.Down - 1) / filter.Down];
        for (var i = 0; i < output.Length; i++)
        {
            // Output sample i lies at input position i * Down / Up: a whole sample, and a phase of the filter for the rest.
            var position = Math.DivRem((long)i * filter.Down, filter.Up, out var phase);
            output[i] = (short)Math.Clamp(Math.Round(filter.At(clip.Samples, (int)position, (int)phase)), short.MinValue, short.MaxValue);
        }

        return new PcmClip(sampleRate, output);
    }
}
