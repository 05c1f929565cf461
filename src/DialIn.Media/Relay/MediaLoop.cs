using Microsoft.Extensions.Logging;

namespace DialIn.Media.Relay;

/// <summary>
/// The threads that move audio, and do nothing else: a busy thread pool or a slow database delays no packet. Each call
/// belongs to one of them for its whole life. Close the calls first.
/// </summary>
public sealed class MediaLoop : IDisposable
{
    private readonly LoopThread[] _threads;
    private uint _next;

    /// <summary>Starts the threads.</summary>
    /// <param name="options">How many, and which kind of poller. <see cref="ArgumentOutOfRangeException"/> for none or more than 64.</param>
    /// <param name="time">Its timestamps pace the prompts.</param>
    /// <param name="loggerFactory">Where they log.</param>
    public MediaLoop(MediaLoopOptions options, TimeProvider time, ILoggerFactory loggerFactory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, 64);
        Time = time;
        Logger = loggerFactory.CreateLogger("DialIn.Media");
        _threads = [.. Enumerable.Range(0, options.Threads)
            .Select(number => new LoopThread($"dialin-media-{number}", CreatePoller(options.Portable), time, Logger))];
    }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal IReadOnlyList<LoopThread> Threads => _threads;

    /// <summary>Ends the threads and waits for them.</summary>
    public void Dispose()
    {
        foreach (var thread in _threads)
        {
            thread.Dispose();
        }
    }

    /// <summary>The thread for the next call, each in its turn.</summary>
    internal LoopThread NextThread() => _threads[Interlocked.Increment(ref _next) % (uint)_threads.Length];

    private static IPoller CreatePoller(bool portable) => !portable && OperatingSystem.IsLinux() ? new EpollPoller() : new SelectPoller();
}
