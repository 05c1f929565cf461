namespace DialIn.Media.Tests.Audio;

/// <summary>Numbers that look random and are the same in every run (xorshift64*).</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed == 0 ? 1 : seed;

    /// <summary>From 0 to <paramref name="limit"/> - 1.</summary>
    public int Next(int limit) => (int)(NextBits() % (ulong)limit);

    public byte NextByte() => (byte)(NextBits() >> 56);

    /// <summary>Near enough to a Gaussian, with mean 0 and deviation 1: a sum of twelve uniform numbers.</summary>
    public double NextGaussian()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
        {
            sum += (NextBits() >> 11) / (double)(1L << 53);
        }

        return sum;
    }

    private ulong NextBits()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545F4914F6CDD1D;
    }
}
