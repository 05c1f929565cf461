namespace DialIn.Media.Relay;

/// <summary>How the media loop runs.</summary>
public sealed record MediaLoopOptions
{
    /// <summary>How many threads share the calls, 1 to 64. A core is left to signalling; more than eight never paid.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount - 1, 1, 8);

    /// <summary>Uses managed sockets also where direct system calls would be faster; for comparison and for tests.</summary>
    public bool Portable { get; init; }
}
