namespace DialIn.Media.Dtmf;

/// <summary>
/// Looks at the last 20 ms of a sound and says whether they are the calling tone of a fax machine and nothing else: 1100 Hz,
/// 38 Hz more or less (ITU-T T.30 §4.1.2, CNG). One instance for each stream; it allocates nothing after its creation.
/// </summary>
internal sealed class CallingToneMeter(int sampleRate)
{
    private const int Hertz = 1100;

    // T.30 allows 38 Hz; what is further off than this is another tone.
    private const float Tolerance = 45;

    // What is not the tone is noise, speech or music: at most a fifth of all energy, 6 dB below.
    private const float Purity = 0.8f;

    // A fax machine's receiver has to hear -43 dBm; a line that weakens a calling tone below this carries no fax.
    private static readonly float LeastPower = 22_470f * 22_470f / 2 * MathF.Pow(10, -40f / 10);

    private static readonly ToneFilters Narrow = new(8000, [Hertz]);
    private static readonly ToneFilters Wide = new(16000, [Hertz]);

    private readonly ToneFilters _filters = FiltersFor(sampleRate);
    private readonly float[] _sound = new float[FiltersFor(sampleRate).Length];
    private (float Real, float Imaginary) _before;

    /// <summary>Samples that one look needs.</summary>
    public int Step => _filters.Step;

    /// <summary>Takes the next 5 ms.</summary>
    /// <returns>Whether the last 20 ms are the tone.</returns>
    public bool Look(ReadOnlySpan<short> step)
    {
        _sound.AsSpan(step.Length).CopyTo(_sound);
        var end = _sound.AsSpan(_sound.Length - step.Length);
        for (var i = 0; i < step.Length; i++)
        {
            end[i] = step[i];
        }

        // Energy of a sine through the window: its mean power times 3/8 of the length.
        var energy = _filters.Energy(_sound) / (0.375f * _sound.Length);
        var before = _before;
        _before = energy < LeastPower ? default : _filters.Correlate(_sound, 0);
        if (before == default || _before == default)
        {
            return false;
        }

        var offset = _filters.OffsetHertz(before, _before, 0);
        if (MathF.Abs(offset) > Tolerance)
        {
            return false;
        }

        var sumOfWindow = _sound.Length / 2f;
        var power = 2 * ((_before.Real * _before.Real) + (_before.Imaginary * _before.Imaginary)) / (sumOfWindow * sumOfWindow * _filters.Visible(offset));
        return power >= LeastPower && power >= Purity * energy;
    }

    private static ToneFilters FiltersFor(int sampleRate) => sampleRate == Wide.SampleRate ? Wide : Narrow;
}
