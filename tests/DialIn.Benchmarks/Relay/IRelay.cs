namespace DialIn.Benchmarks.Relay;

/// <summary>A program that relays, in a process of its own.</summary>
internal interface IRelay : IAsyncDisposable
{
    /// <summary>Its process.</summary>
    int ProcessId { get; }

    /// <summary>Whether a first call brings in code and pools that are there once for all, and are not to be counted to the calls.</summary>
    bool WarmsUp { get; }

    /// <summary>Has it open the sockets of some calls. What comes from one stream of a call is to go to where the other one comes from.</summary>
    /// <param name="loadPorts">Where each stream comes from and wants to be sent to; a call's two are neighbours.</param>
    /// <returns>Where each stream is to be sent to.</returns>
    Task<IReadOnlyList<int>> OpenAsync(IReadOnlyList<int> loadPorts);

    /// <summary>Ends all calls that are open; only for a relay that warms up.</summary>
    Task EndCallsAsync() => Task.CompletedTask;

    /// <summary>What its runtime counted so far; null for a program without one.</summary>
    Task<RuntimeCounts?> CountAsync();
}

/// <summary>What the .NET runtime counted.</summary>
/// <param name="Collections">Garbage collections.</param>
/// <param name="Pause">How long all threads stood still for them.</param>
/// <param name="LoopBytes">Bytes that the threads of the media loop allocated.</param>
internal sealed record RuntimeCounts(int Collections, TimeSpan Pause, long LoopBytes)
{
    public static RuntimeCounts operator +(RuntimeCounts one, RuntimeCounts other) =>
        new(one.Collections + other.Collections, one.Pause + other.Pause, one.LoopBytes + other.LoopBytes);

    public static RuntimeCounts operator -(RuntimeCounts after, RuntimeCounts before) =>
        new(after.Collections - before.Collections, after.Pause - before.Pause, after.LoopBytes - before.LoopBytes);
}
