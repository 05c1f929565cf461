namespace DialIn.Media.Audio;

/// <summary>Changes the sample rate of a clip.</summary>
public static class Resampler
{
    /// <summary>The clip at another sample rate; the same clip where the rate is right already.</summary>
    public static PcmClip To(PcmClip clip, int sampleRate)
    {
        if (clip.SampleRate == sampleRate)
        {
            return clip;
        }

        throw new NotSupportedException($"from {clip.SampleRate} Hz to {sampleRate} Hz");
    }
}
