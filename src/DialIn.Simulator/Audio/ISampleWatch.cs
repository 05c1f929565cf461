namespace DialIn.Simulator.Audio;

/// <summary>Looks at a recording while it grows, until it has found what it looks for.</summary>
internal interface ISampleWatch
{
    /// <summary>Takes the next samples.</summary>
    /// <returns>True once the thing looked for is there; the watch is then asked no more.</returns>
    bool Feed(ReadOnlySpan<short> samples);
}
