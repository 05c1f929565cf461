namespace DialIn.Simulator.Audio;

/// <summary>Waits for a stretch of sound, or of silence.</summary>
/// <param name="sampleRate">Rate of the samples fed, in Hz.</param>
/// <param name="sound">True to wait for sound, false to wait for silence.</param>
/// <param name="duration">How long it must last without a break.</param>
internal sealed class SoundWatch(int sampleRate, bool sound, TimeSpan duration)
    : WindowedWatch(sampleRate / WindowsPerSecond)
{
    private const int WindowsPerSecond = 50;

    private readonly int _needed = Math.Max(1, (int)(duration.TotalSeconds * WindowsPerSecond));
    private int _run;

    /// <inheritdoc/>
    protected override bool Examine(ReadOnlySpan<short> window)
    {
        _run = SoundLevel.Of(window) > SoundLevel.Silence == sound ? _run + 1 : 0;
        return _run >= _needed;
    }
}
