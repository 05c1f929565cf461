using Microsoft.Extensions.Logging;

namespace DialIn.Media.Relay;

/// <summary>
/// The threads that move audio, and do nothing else: a busy thread pool or a slow database delays no packet. Each call
/// belongs to one of them for its whole life. Close the calls first.
/// </summary>
public sealed class MediaLoop : IDisposable
{
    private readonly LoopThread[] _threads;
    private readonly MediaMeters _meters;
    private readonly Lock _gate = new();

    /// <summary>Starts the threads.</summary>
    /// <param name="options">How many, and which kind of poller. <see cref="ArgumentOutOfRangeException"/> for none or more than 64.</param>
    /// <param name="time">Its timestamps pace the prompts.</param>
    /// <param name="loggerFactory">Where they log.</param>
    public MediaLoop(MediaLoopOptions options, TimeProvider time, ILoggerFactory loggerFactory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, MediaLoopOptions.MostThreads);
        Time = time;
        Logger = loggerFactory.CreateLogger("DialIn.Media");
        _threads = [.. Enumerable.Range(0, options.Threads)
            .Select(number => new LoopThread($"dialin-media-{number}", CreatePoller(options.Portable), time, Logger))];
        _meters = new MediaMeters(_threads);
    }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal IReadOnlyList<LoopThread> Threads => _threads;

    /// <summary>Ends the threads and waits for them.</summary>
    public void Dispose()
    {
        _meters.Dispose();
        foreach (var thread in _threads)
        {
            thread.Dispose();
        }
    }

    /// <summary>Gives a call to the thread that has the fewest; <see cref="LoopThread.Leave"/> takes it off again.</summary>
    internal LoopThread Enter()
    {
        // Two calls that begin at once must not both see the same thread as the emptiest.
        lock (_gate)
        {
            var least = _threads[0];
            foreach (var thread in _threads)
            {
                least = thread.Calls < least.Calls ? thread : least;
            }

            least.Join();
            return least;
        }
    }

    private static IPoller CreatePoller(bool portable) => !portable && OperatingSystem.IsLinux() ? new EpollPoller() : new SelectPoller();
}
