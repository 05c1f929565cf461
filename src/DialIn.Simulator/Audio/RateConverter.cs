namespace DialIn.Simulator.Audio;

/// <summary>Takes a stream of frames from one sampling rate to another, where the rates are equal or one is twice the other.</summary>
/// <remarks>One converter serves one stream in one direction.</remarks>
internal sealed class RateConverter
{
    private readonly HalfBandFilter _filter = new();
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
    /// <param name="input">The next samples.</param>
    /// <param name="output">Room for exactly as much sound at the other rate.</param>
    public void Convert(ReadOnlySpan<short> input, Span<short> output)
    {
        if (_from == _to)
        {
            input.CopyTo(output);
        }
        else if (_from < _to)
        {
            for (var i = 0; i < input.Length; i++)
            {
                // A zero between every two samples halves the energy, hence the factor 2.
                output[2 * i] = Round(2 * _filter.Next(input[i]));
                output[(2 * i) + 1] = Round(2 * _filter.Next(0));
            }
        }
        else
        {
            for (var i = 0; i < output.Length; i++)
            {
                _ = _filter.Next(input[2 * i]);
                output[i] = Round(_filter.Next(input[(2 * i) + 1]));
            }
        }
    }

    private static short Round(double sample) =>
        (short)Math.Clamp(Math.Round(sample), short.MinValue, short.MaxValue);
}
