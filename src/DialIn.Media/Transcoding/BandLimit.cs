namespace DialIn.Media.Transcoding;

/// <summary>
/// The low-pass between 8 and 16 kHz, at 16 kHz: a sinc under a Kaiser window. Flat to 0.1 dB up to 3.2 kHz, 60 dB down from
/// 4.2 kHz, 2 ms of delay. Short enough for a call, unlike the one that prompts are resampled with.
/// </summary>
internal static class BandLimit
{
    /// <summary>Taps at 16 kHz.</summary>
    public const int Length = 64;

    private const double CutOff = 3_700.0 / 8_000;
    private const double KaiserBeta = 5.65;

    /// <summary>The taps; their sum is 1.</summary>
    public static readonly float[] Taps = Design();

    private static float[] Design()
    {
        var taps = new double[Length];
        var middle = (Length - 1) / 2.0;
        for (var i = 0; i < Length; i++)
        {
            // The middle lies between two taps, so x is never 0.
            var x = Math.PI * (i - middle);
            var position = (i - middle) / (middle + 0.5);
            taps[i] = Math.Sin(x * CutOff) / x * Bessel(KaiserBeta * Math.Sqrt(1 - (position * position)));
        }

        var sum = taps.Sum();
        return [.. taps.Select(tap => (float)(tap / sum))];
    }

    // The modified Bessel function of order 0 by its power series.
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-12; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
