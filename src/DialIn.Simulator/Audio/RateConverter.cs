namespace DialIn.Simulator.Audio;

/// <summary>Takes a stream of frames from one sampling rate to another, where the rates are equal or one is twice the other.</summary>
/// <remarks>One converter serves one stream in one direction.</remarks>
internal sealed class RateConverter
{
    private readonly DelayLine _sides = new(HalfBandFilter.SideTaps - 1);
    private readonly DelayLine _middle = new(HalfBandFilter.MiddleDelay);
    private readonly int _from;
    private readonly int _to;

    /// <summary>Makes a converter.</summary>
    /// <param name="from">Rate of what goes in, in Hz.</param>
    /// <param name="to">Rate of what comes out, in Hz.</param>
    public RateConverter(int from, int to)
    {
        if (from != to && from != 2 * to && to != 2 * from)
        {
            throw new ArgumentException($"cannot go from {from} Hz to {to} Hz", nameof(to));
        }

        (_from, _to) = (from, to);
    }

    /// <summary>Converts a piece of the stream.</summary>
    /// <param name="input">The next samples; an even number when the rate is halved.</param>
    /// <param name="output">Room for exactly as much sound at the other rate.</param>
    public void Convert(ReadOnlySpan<short> input, Span<short> output)
    {
        if (_from == _to)
        {
            input.CopyTo(output);
        }
        else if (_from < _to)
        {
            Double(input, output);
        }
        else
        {
            Halve(input, output);
        }
    }

    // Between every two samples a zero is put, then filtered. The even outputs meet the sides of the filter only, the odd
    // ones its middle only. The zeros halve the energy, hence the factor 2.
    private void Double(ReadOnlySpan<short> input, Span<short> output)
    {
        var room = _sides.Next(input.Length);
        for (var i = 0; i < input.Length; i++)
        {
            room[i] = input[i];
        }

        var samples = _sides.All;
        for (var i = 0; i < input.Length; i++)
        {
            output[2 * i] = Round(2 * FilterSides(samples[i..]));
            output[(2 * i) + 1] = Round(2 * HalfBandFilter.Middle * samples[i + HalfBandFilter.SideTaps - 1 - HalfBandFilter.MiddleDelay]);
        }
    }

    // Filtered, then every second sample is left out: of what is kept, the odd inputs met the sides and the even ones the middle.
    private void Halve(ReadOnlySpan<short> input, Span<short> output)
    {
        var odd = _sides.Next(output.Length);
        var even = _middle.Next(output.Length);
        for (var i = 0; i < output.Length; i++)
        {
            (even[i], odd[i]) = (input[2 * i], input[(2 * i) + 1]);
        }

        for (var i = 0; i < output.Length; i++)
        {
            output[i] = Round(FilterSides(_sides.All[i..]) + (HalfBandFilter.Middle * _middle.All[i]));
        }
    }

    private static double FilterSides(ReadOnlySpan<double> samples)
    {
        var sum = 0.0;
        var sides = HalfBandFilter.Sides;
        for (var k = 0; k < sides.Length; k++)
        {
            sum += sides[k] * samples[k];
        }

        return sum;
    }

    private static short Round(double sample) =>
        (short)Math.Clamp(Math.Round(sample), short.MinValue, short.MaxValue);
}
