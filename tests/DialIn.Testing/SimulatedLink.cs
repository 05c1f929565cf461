using System.Net;

namespace DialIn.Testing;

/// <summary>
/// The dice of one direction between two nodes. Each has its own, seeded by the network's seed and both addresses, and
/// throws them the same number of times for each message: what happens to the n-th message does not depend on other links.
/// </summary>
internal sealed class SimulatedLink(ulong seed, IPEndPoint from, IPEndPoint to)
{
    private ulong _state = Hash(Hash(seed, from), to);

    /// <summary>What happens to the next message.</summary>
    public Dice Throw() => new(Next(), Next(), Next(), Next(), Next());

    private static ulong Hash(ulong seed, IPEndPoint endPoint)
    {
        foreach (var c in endPoint.ToString())
        {
            seed = (seed ^ c) * 0x100000001B3;
        }

        return seed;
    }

    // SplitMix64: small, and the same on every machine and in every version of .NET.
    private double Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Numbers from 0 up to but not including 1.</summary>
    internal readonly record struct Dice(double Loss, double Duplication, double Reordering, double Delay, double SecondDelay);
}
