namespace DialIn.Media.Codecs;

/// <summary>
/// The 24-tap quadrature mirror filter of G.722 with its memory. Split into its two phases it serves both ways: to part the
/// input into sub-bands and to put the sub-bands together.
/// </summary>
internal sealed class G722DelayLine
{
    private const int Taps = 24;
    private readonly int[] _samples = new int[Taps];

    public void Push(int first, int second)
    {
        Array.Copy(_samples, 2, _samples, 0, Taps - 2);
        (_samples[Taps - 2], _samples[Taps - 1]) = (first, second);
    }

    public (int Odd, int Even) Filter()
    {
        var coefficients = G722Tables.QuadratureMirror;
        var (odd, even) = (0, 0);
        for (var i = 0; i < coefficients.Length; i++)
        {
            odd += _samples[2 * i] * coefficients[i];
            even += _samples[(2 * i) + 1] * coefficients[^(i + 1)];
        }

        return (odd, even);
    }
}
