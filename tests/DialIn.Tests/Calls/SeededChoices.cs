namespace DialIn.Tests.Calls;

/// <summary>Choices that are the same for the same seed on every machine (SplitMix64).</summary>
internal sealed class SeededChoices(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to below <paramref name="limit"/>.</summary>
    public int Below(int limit)
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)limit);
    }

    public T From<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
