using System.Collections.Concurrent;
using DialIn.Benchmarks.Load;

namespace DialIn.Benchmarks.Calls;

/// <summary>The thread of all <see cref="TestPhone"/>s: it reads every millisecond, and each phone sends every 20th, not all in the same one.</summary>
internal sealed class PhoneClock : IDisposable
{
    private const int Millisecond = 1_000_000;
    private const int Frame = 20;

    private readonly ConcurrentDictionary<TestPhone, int> _phones = new();
    private readonly Thread _thread;
    private int _added;
    private volatile bool _stopping;

    public PhoneClock()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "phones" };
        _thread.Start();
    }

    public void Add(TestPhone phone) => _phones.TryAdd(phone, Interlocked.Increment(ref _added) % Frame);

    /// <summary>The phone is not used any more; its socket stays its owner's.</summary>
    public void Remove(TestPhone phone) => _phones.TryRemove(phone, out _);

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
    }

    private void Run()
    {
        for (var (tick, next) = (0, LoadNative.Nanoseconds(LoadNative.MonotonicClock)); !_stopping; tick++, next += Millisecond)
        {
            foreach (var (phone, slot) in _phones)
            {
                Step(phone, isFrame: tick % Frame == slot);
            }

            Sleep(next);
        }
    }

    private static void Step(TestPhone phone, bool isFrame)
    {
        try
        {
            phone.Receive();
            if (isFrame)
            {
                phone.Send();
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            // Its call has ended meanwhile.
        }
    }

    private static unsafe void Sleep(long nanoseconds)
    {
        var until = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        _ = LoadNative.SleepUntil(LoadNative.MonotonicClock, LoadNative.AbsoluteTime, &until, null);
    }
}
