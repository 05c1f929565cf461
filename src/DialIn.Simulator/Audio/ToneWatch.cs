using DialIn.Media.Audio;

namespace DialIn.Simulator.Audio;

/// <summary>Waits until a tone was heard for a time in total, gaps allowed.</summary>
/// <param name="sampleRate">Rate of the samples fed, in Hz.</param>
/// <param name="hz">The tone.</param>
/// <param name="duration">How long it must have been heard in total.</param>
internal sealed class ToneWatch(int sampleRate, double hz, TimeSpan duration)
    : WindowedWatch(sampleRate / WindowsPerSecond)
{
    // 50 ms: tones 40 Hz apart are told from each other, and a lost packet spoils only one or two windows.
    private const int WindowsPerSecond = 20;

    // Other sound may be mixed in, but the tone must be most of what is heard.
    private const double Dominates = 0.6;

    private readonly int _needed = Math.Max(1, (int)(duration.TotalSeconds * WindowsPerSecond));

    /// <summary>Windows in which the tone dominated.</summary>
    public int Hits { get; private set; }

    /// <summary>How long the tone was heard.</summary>
    public TimeSpan Heard => TimeSpan.FromSeconds((double)Hits / WindowsPerSecond);

    /// <inheritdoc/>
    protected override bool Examine(ReadOnlySpan<short> window)
    {
        if (SoundLevel.Of(window) > SoundLevel.Silence && ToneDetector.Power(window, sampleRate, hz) >= Dominates)
        {
            Hits++;
        }

        return Hits >= _needed;
    }
}
