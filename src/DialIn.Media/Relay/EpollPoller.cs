using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace DialIn.Media.Relay;

/// <summary>The poller for Linux: epoll, level-triggered, an eventfd for waking and a timerfd for the deadline. Throws <see cref="Win32Exception"/> when the system lacks descriptors.</summary>
internal sealed unsafe class EpollPoller : IPoller
{
    private const int MaxEvents = 64;
    private const int WakeIndex = -1;
    private const int TimerIndex = -2;

    // struct epoll_event is packed on x86-64 alone: 4 bytes of flags, then 8 bytes of our own.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - sizeof(long);

    private readonly byte[] _events = GC.AllocateUninitializedArray<byte>(MaxEvents * EventSize, pinned: true);
    private readonly List<EpollSocket?> _sockets = [];
    private readonly Stack<int> _free = [];
    private readonly int _epoll;
    private readonly int _wake;
    private readonly int _timer;
    private TimeSpan? _armed;

    public EpollPoller()
    {
        _epoll = Checked(LinuxSockets.EpollCreate(LinuxSockets.EpollCloseOnExec));
        _wake = Checked(LinuxSockets.EventFile(0, LinuxSockets.EventNonBlocking | LinuxSockets.EventCloseOnExec));
        _timer = Checked(LinuxSockets.TimerFile(LinuxSockets.MonotonicClock, LinuxSockets.EventNonBlocking | LinuxSockets.EventCloseOnExec));
        Control(LinuxSockets.EpollAdd, _wake, WakeIndex);
        Control(LinuxSockets.EpollAdd, _timer, TimerIndex);
    }

    /// <inheritdoc/>
    public PolledSocket Add(Socket socket, IDatagramReceiver receiver)
    {
        if (!_free.TryPop(out var index))
        {
            index = _sockets.Count;
            _sockets.Add(null);
        }

        var polled = new EpollSocket(socket, receiver, index);
        Control(LinuxSockets.EpollAdd, polled.File, index);
        _sockets[index] = polled;
        return polled;
    }

    /// <inheritdoc/>
    public void Remove(PolledSocket socket)
    {
        var polled = (EpollSocket)socket;
        Control(LinuxSockets.EpollDelete, polled.File, polled.Index);
        polled.IsRemoved = true;
        _sockets[polled.Index] = null;
        _free.Push(polled.Index);
    }

    /// <inheritdoc/>
    public int Wait(Span<PolledSocket> ready, TimeSpan now, TimeSpan deadline)
    {
        var isOver = deadline <= now;
        if (!isOver && deadline != _armed)
        {
            Arm(deadline == TimeSpan.MaxValue ? TimeSpan.Zero : deadline - now);
            _armed = deadline;
        }

        int count;
        fixed (byte* events = _events)
        {
            count = LinuxSockets.EpollWait(_epoll, events, Math.Min(MaxEvents, ready.Length), isOver ? 0 : -1);
        }

        if (count < 0)
        {
            return Marshal.GetLastPInvokeError() == LinuxSockets.InterruptedError ? 0 : throw new Win32Exception();
        }

        var found = 0;
        for (var i = 0; i < count; i++)
        {
            var index = (int)BitConverter.ToInt64(_events, (i * EventSize) + DataOffset);
            if (index == WakeIndex)
            {
                Empty(_wake);
            }
            else if (index == TimerIndex)
            {
                Empty(_timer);
                _armed = null;
            }
            else if (_sockets[index] is { } socket)
            {
                ready[found++] = socket;
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public void Pause(TimeSpan time)
    {
        // struct timespec. A signal that ends it early does no harm.
        var span = stackalloc long[2] { time.Ticks / TimeSpan.TicksPerSecond, time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick };
        _ = LinuxSockets.Sleep(span, null);
    }

    /// <inheritdoc/>
    public void Wake()
    {
        ulong one = 1;
        _ = LinuxSockets.Write(_wake, (byte*)&one, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = LinuxSockets.Close(_wake);
        _ = LinuxSockets.Close(_timer);
        _ = LinuxSockets.Close(_epoll);
    }

    // A timeout of epoll_wait would set a timer and cancel it for each packet; this one stays until the deadline changes.
    private void Arm(TimeSpan timeout)
    {
        // struct itimerspec: the period, then the time until the first expiry; zero, as for ever is, disarms.
        var times = stackalloc long[4];
        (times[0], times[1], times[2], times[3]) = (0, 0, timeout.Ticks / TimeSpan.TicksPerSecond, timeout.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
        _ = Checked(LinuxSockets.TimerSet(_timer, 0, times, null));
    }

    private static void Empty(int file)
    {
        ulong counter;
        _ = LinuxSockets.Read(file, (byte*)&counter, sizeof(ulong));
    }

    private void Control(int operation, int file, int index)
    {
        var epollEvent = stackalloc byte[EventSize];
        *(uint*)epollEvent = LinuxSockets.EpollIn;
        BitConverter.TryWriteBytes(new Span<byte>(epollEvent + DataOffset, sizeof(long)), (long)index);
        _ = Checked(LinuxSockets.EpollControl(_epoll, operation, file, epollEvent));
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception();
}
