using Microsoft.Extensions.Logging;

namespace DialIn.Media.Relay;

/// <summary>
/// One thread of the media loop, with its own poller, sockets and legs: a leg's state is touched here alone, so it needs no
/// lock. Other threads reach it by <see cref="Post"/>.
/// </summary>
internal sealed class LoopThread : IDisposable
{
    private const int BatchSize = 64;
    private const int BufferSize = 2048;

    // A machine that is too busy must not be kept busy with saying so.
    private static readonly TimeSpan StallLineEvery = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IPoller _poller;
    private readonly Pacing _pacing = new();
    private readonly long _origin;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly Func<LegPath, TimeSpan, bool> _step;
    private readonly Func<TimeSpan> _clock;
    private readonly Action<LegPath> _awaken;
    private readonly Action<TimeSpan, int> _stalled;
    private readonly Action<long> _countOverflowed;
    private List<Action> _posted = [];
    private List<Action> _running = [];
    private TimeSpan? _lastStallLine;
    private TimeSpan _longestStall;
    private int _stalls;
    private int _calls;
    private long _busyTicks;
    private long _allStalls;
    private long _lateTicks;
    private long _overflowed;
    private bool _ended;
    private volatile bool _isPosted;
    private volatile bool _stopping;

    public LoopThread(string name, IPoller poller, TimeProvider time, ILogger logger)
    {
        (_poller, _time, _logger) = (poller, time, logger);
        (_step, _stalled, _awaken, _countOverflowed, _clock) = (Step, OnStalled, Awaken, OnOverflowed, () => Now);
        _origin = time.GetTimestamp();
        _thread = new Thread(Run) { IsBackground = true, Name = name, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>The thread's name.</summary>
    public string Name => _thread.Name!;

    /// <summary>Calls that belong to this thread. From any thread, as the next five.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>How long the thread did not wait.</summary>
    public TimeSpan Busy => TimeSpan.FromTicks(Volatile.Read(ref _busyTicks));

    /// <summary>How often the thread fell behind by more than <see cref="PlayoutSchedule.Stall"/>.</summary>
    public long Stalls => Volatile.Read(ref _allStalls);

    /// <summary>By how much, in all.</summary>
    public TimeSpan Late => TimeSpan.FromTicks(Volatile.Read(ref _lateTicks));

    /// <summary>Packets that found the buffer of their socket full.</summary>
    public long Overflowed => Volatile.Read(ref _overflowed);

    /// <summary>The loop's clock: time since it started.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_origin);

    /// <summary>Where the legs of this thread put packets together.</summary>
    public byte[] Scratch { get; } = new byte[BufferSize];

    /// <summary>A call belongs to this thread from now on. From any thread.</summary>
    public void Join() => Interlocked.Increment(ref _calls);

    /// <summary>A call is over. From any thread.</summary>
    public void Leave() => Interlocked.Decrement(ref _calls);

    /// <summary>Has the thread do something, after what was posted before.</summary>
    /// <returns>False when the thread has ended and will not do it.</returns>
    public bool Post(Action command)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return false;
            }

            _posted.Add(command);
            if (!_isPosted)
            {
                _isPosted = true;
                _poller.Wake();
            }

            return true;
        }
    }

    /// <summary>Starts to serve a leg. On the loop's thread.</summary>
    public LegSockets Open(LegPath leg, PortPair ports)
    {
        var sockets = new LegSockets(_poller.Add(ports.Rtp, leg), _poller.Add(ports.Rtcp, leg.Rtcp));
        leg.Attach(sockets.Rtp, sockets.Rtcp, _awaken, _countOverflowed);
        leg.Rtcp.Clock = _clock;
        _pacing.Add(leg, Now);
        return sockets;
    }

    /// <summary>Stops serving a leg. On the loop's thread.</summary>
    public void Close(LegPath leg, LegSockets sockets)
    {
        leg.Close(Now);
        _pacing.Remove(leg);
        _poller.Remove(sockets.Rtp);
        _poller.Remove(sockets.Rtcp);
    }

    /// <summary>Ends the thread, after what was posted. Waits for it.</summary>
    public void Dispose()
    {
        _stopping = true;
        lock (_gate)
        {
            // Once ended, the poller may be gone.
            if (!_ended)
            {
                _poller.Wake();
            }
        }

        _thread.Join();
    }

    private void Run()
    {
        var ready = new PolledSocket[BatchSize];
        var buffer = new byte[BufferSize];
        var now = Now;
        var gathering = new Gathering();
        while (!_stopping)
        {
            var count = _poller.Wait(ready, now, _pacing.Next);
            var begun = Now;

            // First: a packet that was sent after a command was posted must find it done.
            now = RunPosted() ? Now : begun;
            _pacing.Run(now, _step, _stalled);
            for (var i = 0; i < count; i++)
            {
                if (!ready[i].IsRemoved)
                {
                    Receive(ready[i], buffer, now);
                }
            }

            now = Now;
            Volatile.Write(ref _busyTicks, _busyTicks + (now - begun).Ticks);
            if (gathering.PauseAfter(count, begun, now) is var pause && pause > TimeSpan.Zero && count < BatchSize)
            {
                _poller.Pause(pause);
                now = Now;
            }
        }

        End();
    }

    // One datagram of each socket and round: a flood on one socket cannot starve the others.
    private void Receive(PolledSocket socket, byte[] buffer, TimeSpan now)
    {
        var length = socket.Receive(buffer, out var from);
        if (length == PolledSocket.Nothing)
        {
            return;
        }

        try
        {
            if (length == PolledSocket.Failed)
            {
                socket.Receiver.OnSocketError();
            }
            else
            {
                socket.Receiver.OnDatagram(buffer.AsSpan(0, length), from, now);
            }
        }
        catch (Exception exception)
        {
            // The loop's edge: a fault in one call touches no other.
            MediaLog.StepFailed(_logger, exception);
        }
    }

    private bool Step(LegPath leg, TimeSpan due)
    {
        try
        {
            leg.Tick(due);
            return leg.Rests(due);
        }
        catch (Exception exception)
        {
            MediaLog.StepFailed(_logger, exception);
            return false;
        }
    }

    private void Awaken(LegPath leg) => _pacing.Awaken(leg, Now);

    private void OnStalled(TimeSpan late, int legs)
    {
        _stalls++;
        Volatile.Write(ref _allStalls, _allStalls + 1);
        Volatile.Write(ref _lateTicks, _lateTicks + late.Ticks);
        _longestStall = late > _longestStall ? late : _longestStall;
        if (_lastStallLine is { } last && Now - last < StallLineEvery)
        {
            return;
        }

        MediaLog.Stalled(_logger, _stalls, (long)_longestStall.TotalMilliseconds, legs);
        (_lastStallLine, _stalls, _longestStall) = (Now, 0, TimeSpan.Zero);
    }

    private void OnOverflowed(long packets) => Volatile.Write(ref _overflowed, _overflowed + packets);

    private bool RunPosted()
    {
        if (!_isPosted)
        {
            return false;
        }

        lock (_gate)
        {
            _isPosted = false;
            (_posted, _running) = (_running, _posted);
        }

        foreach (var command in _running)
        {
            try
            {
                command();
            }
            catch (Exception exception)
            {
                MediaLog.StepFailed(_logger, exception);
            }
        }

        _running.Clear();
        return true;
    }

    private void End()
    {
        lock (_gate)
        {
            _ended = true;
        }

        RunPosted();
        _poller.Dispose();
    }
}
