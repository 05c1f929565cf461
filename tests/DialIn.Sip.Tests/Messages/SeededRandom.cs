namespace DialIn.Sip.Tests.Messages;

/// <summary>Numbers that are the same in every run: SplitMix64.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 up to but not including the bound.</summary>
    public int Next(int bound) => bound <= 1 ? 0 : (int)(Next() % (ulong)bound);

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
