namespace DialIn.Media.Dtmf;

//            1209   1336   1477   1633 Hz
//    697 Hz    1      2      3      A
//    770 Hz    4      5      6      B
//    852 Hz    7      8      9      C
//    941 Hz    *      0      #      D

/// <summary>The tones of a telephone's keys: one of four low and one of four high frequencies at once. ITU-T Q.23.</summary>
internal static class KeyTones
{
    /// <summary>Frequencies of each group.</summary>
    public const int PerGroup = 4;

    private const string Keys = "123A456B789C*0#D";

    private static readonly ToneFilters Narrow = new(8000, Hertz);
    private static readonly ToneFilters Wide = new(16000, Hertz);

    /// <summary>All eight in Hz, the low group first.</summary>
    public static ReadOnlySpan<int> Hertz => [697, 770, 852, 941, 1209, 1336, 1477, 1633];

    /// <summary>The filters of all eight for 8000 or 16000 samples in a second.</summary>
    public static ToneFilters FiltersFor(int sampleRate) => sampleRate == Wide.SampleRate ? Wide : Narrow;

    /// <summary>The key of a pair.</summary>
    /// <param name="row">Index of the low frequency, 0 to 3.</param>
    /// <param name="column">Index of the high one within its group, 0 to 3.</param>
    public static char KeyOf(int row, int column) => Keys[(PerGroup * row) + column];

    /// <summary>The pair of a key.</summary>
    /// <returns>False when the character is no key.</returns>
    public static bool TryGetHertz(char key, out int low, out int high)
    {
        var index = Keys.IndexOf(key, StringComparison.Ordinal);
        (low, high) = index < 0 ? (0, 0) : (Hertz[index / PerGroup], Hertz[PerGroup + (index % PerGroup)]);
        return index >= 0;
    }
}
