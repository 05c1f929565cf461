namespace DialIn.Simulator.Audio;

/// <summary>A watch that looks at sound in windows of fixed length.</summary>
internal abstract class WindowedWatch(int windowSamples) : ISampleWatch
{
    private readonly short[] _window = new short[windowSamples];
    private int _filled;

    /// <inheritdoc/>
    public bool Feed(ReadOnlySpan<short> samples)
    {
        while (!samples.IsEmpty)
        {
            var taken = Math.Min(samples.Length, _window.Length - _filled);
            samples[..taken].CopyTo(_window.AsSpan(_filled));
            _filled += taken;
            samples = samples[taken..];
            if (_filled == _window.Length)
            {
                _filled = 0;
                if (Examine(_window))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Looks at one full window.</summary>
    /// <returns>True once the thing looked for is there.</returns>
    protected abstract bool Examine(ReadOnlySpan<short> window);
}
