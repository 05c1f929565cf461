using System.Threading.Channels;

namespace DialIn.Simulator.Rtp;

/// <summary>A thread that ticks every 20 ms and owns all sound of one simulator.</summary>
/// <remarks>Deadlines are absolute, so a late tick does not delay the ones after it. Other threads hand work over with <see cref="Post"/>.</remarks>
internal sealed class MediaClock : IDisposable
{
    /// <summary>Time between two ticks.</summary>
    public static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Missed ticks that are made up for, 2 s. A frame that is left out takes nothing from what has arrived meanwhile, which
    /// then waits behind everything else: on a busy machine that is sound lost, or late for good.
    /// </summary>
    public const int MostCaughtUp = 100;

    // Unbounded: callers post a few actions for each call. Only the clock's thread reads, and whoever disposes once it has ended.
    private readonly Channel<Action> _posted = Channel.CreateUnbounded<Action>();
    private readonly AutoResetEvent _stop = new(initialState: false);
    private readonly TimeProvider _time;
    private readonly Action<long> _tick;
    private readonly Thread _thread;
    private int _disposed;

    /// <summary>Makes a clock that does not tick yet.</summary>
    /// <param name="time">Monotonic time.</param>
    /// <param name="name">The thread's name.</param>
    /// <param name="tick">Called on the thread for each frame with the frame's number, which may leave numbers out.</param>
    public MediaClock(TimeProvider time, string name, Action<long> tick)
    {
        (_time, _tick) = (time, tick);
        _thread = new Thread(Run) { Name = name, IsBackground = true, Priority = ThreadPriority.AboveNormal };
    }

    /// <summary>Begins to tick.</summary>
    public void Start() => _thread.Start();

    /// <summary>Runs something on the clock's thread before the next frame; in the order of the posts.</summary>
    /// <returns>False when the clock is disposed: it will not be run. What was accepted is always run.</returns>
    public bool Post(Action action) => _posted.Writer.TryWrite(action);

    /// <summary>Stops the thread, waits for its end, and runs what was posted and not run yet.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _stop.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _stop.Dispose();
        _posted.Writer.Complete();
        RunPosted();
    }

    private void RunPosted()
    {
        while (_posted.Reader.TryRead(out var action))
        {
            action();
        }
    }

    private void Run()
    {
        var start = _time.GetTimestamp();
        long frame = 0;
        while (true)
        {
            var wait = (Frame * (frame + 1)) - _time.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                if (_stop.WaitOne(wait))
                {
                    return;
                }

                continue;
            }

            frame = Math.Max(frame + 1, (long)(_time.GetElapsedTime(start) / Frame) - MostCaughtUp);
            RunPosted();

            _tick(frame);
            if (_stop.WaitOne(0))
            {
                return;
            }
        }
    }
}
