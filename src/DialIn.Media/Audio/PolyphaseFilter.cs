namespace DialIn.Media.Audio;

/// <summary>
/// A low-pass of a sinc under a Kaiser window, cut into one set of taps for each position that an output sample can have
/// between two input samples. Flat to 0.1 dB up to 44 % of the lower rate (3.5 kHz at 8 kHz), 80 dB down from 50 %.
/// </summary>
internal sealed class PolyphaseFilter
{
    private const int LobesPerSide = 48;
    private const double KaiserBeta = 8;
    private const double CutOff = 0.945;

    private readonly double[][] _phases;
    private readonly int _reach;

    public PolyphaseFilter(int from, int to)
    {
        var divisor = GreatestCommonDivisor(from, to);
        (Up, Down) = (to / divisor, from / divisor);

        // In units of input samples: how far the window reaches, and the cut-off relative to half the input rate.
        var bandwidth = Math.Min(1.0, (double)to / from) * CutOff;
        _reach = (int)Math.Ceiling(LobesPerSide / Math.Min(1.0, (double)to / from));
        _phases = [.. Enumerable.Range(0, Up).Select(phase => Taps((double)phase / Up, bandwidth))];
    }

    /// <summary>Output samples for each <see cref="Down"/> input samples.</summary>
    public int Up { get; }

    /// <summary>Input samples for each <see cref="Up"/> output samples.</summary>
    public int Down { get; }

    /// <summary>The filtered value at a position; before and after the clip there is silence.</summary>
    public double At(short[] samples, int position, int phase)
    {
        var taps = _phases[phase];
        var first = position - _reach + 1;
        var sum = 0.0;
        for (var i = Math.Max(0, -first); i < taps.Length && first + i < samples.Length; i++)
        {
            sum += taps[i] * samples[first + i];
        }

        return sum;
    }

    private double[] Taps(double fraction, double bandwidth)
    {
        var taps = new double[2 * _reach];
        for (var i = 0; i < taps.Length; i++)
        {
            var distance = i - _reach + 1 - fraction;
            taps[i] = Sinc(distance * bandwidth) * Kaiser(distance / _reach);
        }

        // Every phase lets a constant through unchanged; else the phases would add a tone of their own.
        var sum = taps.Sum();
        return [.. taps.Select(tap => tap / sum)];
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double Kaiser(double x) => Math.Abs(x) >= 1 ? 0 : BesselI0(KaiserBeta * Math.Sqrt(1 - (x * x))) / BesselI0(KaiserBeta);

    // The modified Bessel function of order 0 by its power series, which converges fast for the small arguments of a window.
    private static double BesselI0(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-12; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
