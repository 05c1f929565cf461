namespace DialIn.Media.Transcoding;

/// <summary>16 kHz to 8 kHz, for one stream: what 8 kHz cannot carry is filtered out before it folds back. Allocates nothing.</summary>
internal sealed class RateHalver
{
    // The window, twice in a row, so that it can be read in one piece wherever it begins.
    private readonly float[] _window = new float[2 * BandLimit.Length];
    private int _at;

    /// <summary>Converts.</summary>
    /// <param name="wide">An even number of samples at 16 kHz.</param>
    /// <param name="narrow">Takes half as many at 8 kHz.</param>
    public void Convert(ReadOnlySpan<short> wide, Span<short> narrow)
    {
        for (var i = 0; i < narrow.Length; i++)
        {
            Push(wide[2 * i]);
            Push(wide[(2 * i) + 1]);
            narrow[i] = Filter.Sample(Filter.Sum(_window.AsSpan(_at, BandLimit.Length), BandLimit.Taps));
        }
    }

    private void Push(short sample)
    {
        (_window[_at], _window[_at + BandLimit.Length]) = (sample, sample);
        _at = (_at + 1) % BandLimit.Length;
    }
}
