namespace DialIn.Media.Relay;

/// <summary>How the media loop runs.</summary>
public sealed record MediaLoopOptions
{
    /// <summary>The most <see cref="Threads"/>.</summary>
    public const int MostThreads = 64;

    /// <summary>How many threads share the calls, 1 to <see cref="MostThreads"/>. By default one per core, but for one that is left to signalling and the rest of the machine.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount - 1, 1, MostThreads);

    /// <summary>Uses managed sockets also where direct system calls would be faster; for comparison and for tests.</summary>
    public bool Portable { get; init; }
}
