namespace DialIn.Simulator.Audio;

/// <summary>A low-pass FIR filter at half the lower Nyquist band, for going between 8 kHz and 16 kHz.</summary>
/// <remarks>Windowed sinc with a Blackman window. State is kept from call to call, so a stream can be filtered frame by frame.</remarks>
internal sealed class HalfBandFilter
{
    // 63 taps at 16 kHz: flat to 3.4 kHz, more than 60 dB down at 4.6 kHz, 2 ms of delay.
    private const int Taps = 63;

    private static readonly double[] Coefficients = Design();

    private readonly double[] _history = new double[Taps];
    private int _newest;

    /// <summary>Puts one sample in and gives the filtered one.</summary>
    public double Next(double sample)
    {
        _newest = _newest == 0 ? Taps - 1 : _newest - 1;
        _history[_newest] = sample;
        var result = 0.0;
        for (var i = 0; i < Taps; i++)
        {
            var at = _newest + i;
            result += Coefficients[i] * _history[at < Taps ? at : at - Taps];
        }

        return result;
    }

    private static double[] Design()
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

        return Array.ConvertAll(taps, tap => tap / total);
    }
}
