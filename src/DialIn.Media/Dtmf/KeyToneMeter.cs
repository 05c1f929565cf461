namespace DialIn.Media.Dtmf;

/// <summary>
/// Looks at the last 20 ms of a sound and says whether they are the two tones of a key, and nothing else. The limits are those
/// of ITU-T Q.24 (the column of AT&amp;T, which is the widest in level and twist), with a margin where the line and the codec need one.
/// One instance for each stream; it allocates nothing after its creation.
/// </summary>
internal sealed class KeyToneMeter(int sampleRate)
{
    // The sine that a G.711 decoder gives for 0 dBm0: full scale is +3.14 dBm0. ITU-T G.711.
    private const float AmplitudeOfZeroDbm0 = 22_470;

    // Each tone at least -25 dBm must operate; 4 dB less, for a line that is longer than planned.
    private static readonly float LeastPower = Power(-29);

    // The high tone may be 4 dB stronger than the low one, the low one 8 dB stronger than the high one; 2 dB of margin each.
    private const float HighOverLow = 3.98f;
    private const float LowOverHigh = 10;

    // 1.5 % must operate, 3.5 % must not.
    private const float Tolerance = 0.025f;

    // What is not one of the two tones is noise or speech: at most a fifth of all energy, 6 dB below.
    private const float Purity = 0.8f;

    private readonly ToneFilters _filters = KeyTones.FiltersFor(sampleRate);
    private readonly float[] _sound = new float[KeyTones.FiltersFor(sampleRate).Length];
    private readonly (float Real, float Imaginary)[] _before = new (float, float)[KeyTones.Hertz.Length];

    /// <summary>Samples that one look needs.</summary>
    public int Step => _filters.Step;

    /// <summary>Takes the next 5 ms.</summary>
    /// <returns>The key whose tones the last 20 ms are; null for anything else.</returns>
    public char? Look(ReadOnlySpan<short> step)
    {
        _sound.AsSpan(step.Length).CopyTo(_sound);
        var end = _sound.AsSpan(_sound.Length - step.Length);
        for (var i = 0; i < step.Length; i++)
        {
            end[i] = step[i];
        }

        // Energy of a sine through the window: its mean power times 3/8 of the length. Most of a call is quieter than two tones at their least.
        var energy = _filters.Energy(_sound) / (0.375f * _sound.Length);
        if (energy < LeastPower)
        {
            Array.Clear(_before);
            return null;
        }

        return Judge(energy);
    }

    private char? Judge(float energy)
    {
        Span<(float Real, float Imaginary)> now = stackalloc (float, float)[KeyTones.Hertz.Length];
        for (var tone = 0; tone < now.Length; tone++)
        {
            now[tone] = _filters.Correlate(_sound, tone);
        }

        var (row, column) = (Strongest(now[..KeyTones.PerGroup]), KeyTones.PerGroup + Strongest(now[KeyTones.PerGroup..]));
        var (low, high) = (PowerAt(now, row), PowerAt(now, column));
        now.CopyTo(_before);
        var isKey = low >= LeastPower && high >= LeastPower
            && high <= low * HighOverLow && low <= high * LowOverHigh
            && low + high >= Purity * energy;
        return isKey ? KeyTones.KeyOf(row, column - KeyTones.PerGroup) : null;
    }

    // Mean power of a tone, or nothing if it is out of tolerance.
    private float PowerAt(ReadOnlySpan<(float Real, float Imaginary)> now, int tone)
    {
        var offset = _filters.OffsetHertz(_before[tone], now[tone], tone);
        if (_before[tone] == default || MathF.Abs(offset) > KeyTones.Hertz[tone] * Tolerance)
        {
            return 0;
        }

        var sumOfWindow = _sound.Length / 2f;
        return 2 * Square(now[tone]) / (sumOfWindow * sumOfWindow * _filters.Visible(offset));
    }

    private static int Strongest(ReadOnlySpan<(float Real, float Imaginary)> tones)
    {
        var strongest = 0;
        for (var i = 1; i < tones.Length; i++)
        {
            strongest = Square(tones[i]) > Square(tones[strongest]) ? i : strongest;
        }

        return strongest;
    }

    private static float Square((float Real, float Imaginary) tone) => (tone.Real * tone.Real) + (tone.Imaginary * tone.Imaginary);

    private static float Power(float dbm0) => AmplitudeOfZeroDbm0 * AmplitudeOfZeroDbm0 / 2 * MathF.Pow(10, dbm0 / 10);
}
