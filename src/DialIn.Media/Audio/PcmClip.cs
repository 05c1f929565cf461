namespace DialIn.Media.Audio;

/// <summary>A piece of mono sound in memory: 16-bit linear samples.</summary>
/// <param name="SampleRate">Samples in a second.</param>
/// <param name="Samples">The samples. Not copied: who hands them over does not change them any more.</param>
public sealed record PcmClip(int SampleRate, short[] Samples)
{
    /// <summary>How long the clip plays.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);
}
