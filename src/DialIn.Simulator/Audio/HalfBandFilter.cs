namespace DialIn.Simulator.Audio;

/// <summary>The coefficients of a low-pass FIR filter at a quarter of 16 kHz, for going between 8 kHz and 16 kHz.</summary>
/// <remarks>Windowed sinc with a Blackman window. Of its 63 taps every second one is zero, except the one in the middle.</remarks>
internal static class HalfBandFilter
{
    /// <summary>Taps that are not zero, without the middle one.</summary>
    public const int SideTaps = 32;

    /// <summary>Samples of 8 kHz between the middle tap and the newest one.</summary>
    public const int MiddleDelay = 15;

    // Flat to 3.4 kHz, more than 50 dB down at 4.6 kHz, 2 ms of delay.
    private const int Taps = 63;

    /// <summary>The taps that are not zero, without the middle one. They are symmetric.</summary>
    public static readonly double[] Sides = Design(out Middle);

    /// <summary>The middle tap.</summary>
    public static readonly double Middle;

    private static double[] Design(out double middleTap)
    {
        var taps = new double[Taps];
        const int middle = Taps / 2;
        var total = 0.0;
        for (var i = 0; i < Taps; i++)
        {
            var x = i - middle;
            var sinc = x == 0 ? 0.5 : Math.Sin(Math.PI * x / 2) / (Math.PI * x);
            var phase = 2 * Math.PI * i / (Taps - 1);
            taps[i] = sinc * (0.42 - (0.5 * Math.Cos(phase)) + (0.08 * Math.Cos(2 * phase)));
            total += taps[i];
        }

        var sides = new double[SideTaps];
        for (var k = 0; k < SideTaps; k++)
        {
            sides[k] = taps[2 * k] / total;
        }

        middleTap = taps[middle] / total;
        return sides;
    }
}
