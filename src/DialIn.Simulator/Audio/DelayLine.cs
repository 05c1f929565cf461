namespace DialIn.Simulator.Audio;

/// <summary>A piece of a stream together with the last samples before it.</summary>
/// <param name="before">How many samples before the piece are kept.</param>
internal sealed class DelayLine(int before)
{
    private double[] _samples = new double[before];

    /// <summary>Begins the next piece.</summary>
    /// <param name="count">Its length.</param>
    /// <returns>Room for the piece, to be filled.</returns>
    public Span<double> Next(int count)
    {
        var last = _samples.AsSpan(_samples.Length - before);
        if (_samples.Length != before + count)
        {
            var resized = new double[before + count];
            last.CopyTo(resized);
            _samples = resized;
        }
        else
        {
            last.CopyTo(_samples);
        }

        return _samples.AsSpan(before);
    }

    /// <summary>The samples before the piece, then the piece.</summary>
    public ReadOnlySpan<double> All => _samples;
}
