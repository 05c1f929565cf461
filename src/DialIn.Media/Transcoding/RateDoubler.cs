namespace DialIn.Media.Transcoding;

/// <summary>8 kHz to 16 kHz, for one stream. Of the filter, each output sample meets every second tap: between the samples lie zeros. Allocates nothing.</summary>
internal sealed class RateDoubler
{
    private const int Length = BandLimit.Length / 2;

    private static readonly float[] Even = Phase(0);
    private static readonly float[] Odd = Phase(1);

    private readonly float[] _window = new float[2 * Length];
    private int _at;

    /// <summary>Converts.</summary>
    /// <param name="narrow">Samples at 8 kHz.</param>
    /// <param name="wide">Takes twice as many at 16 kHz.</param>
    public void Convert(ReadOnlySpan<short> narrow, Span<short> wide)
    {
        for (var i = 0; i < narrow.Length; i++)
        {
            (_window[_at], _window[_at + Length]) = (narrow[i], narrow[i]);
            _at = (_at + 1) % Length;
            var window = _window.AsSpan(_at, Length);
            wide[2 * i] = Filter.Sample(Filter.Sum(window, Even));
            wide[(2 * i) + 1] = Filter.Sample(Filter.Sum(window, Odd));
        }
    }

    // The newest sample stands last in the window, and meets the first tap of its phase. Twice the gain, for half the samples.
    private static float[] Phase(int first) => [.. Enumerable.Range(0, Length).Select(i => 2 * BandLimit.Taps[(2 * (Length - 1 - i)) + first])];
}
