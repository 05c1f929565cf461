using System.Globalization;
using System.Text.Json;

namespace DialIn.Benchmarks.Load;

//  in    open 200                                  200 calls
//  out   40001 40002 ...                           where the streams come from and want to be sent to, a port for each
//  in    relay 2 5 30000 30004 ...                 2 seconds of warm-up, 5 measured, the port that each stream is sent to
//  out   begin                                     the measured seconds begin
//  out   end                                       and are over
//  out   {"Sent":100000,...}                       what arrived

/// <summary>
/// Calls of G.711 both ways, in a process of its own: no CPU of it is charged to what is measured. It sends in small bursts of a
/// quarter of a millisecond, as a network card delivers.
/// </summary>
internal static unsafe class LoadDriver
{
    public const string Verb = "load";

    // Few enough to be read cheaply, enough that no buffer overflows when the machine is busy.
    private const int SocketsPerSide = 16;

    private const int FramesPerSecond = 50;
    private const long FrameNanoseconds = 20_000_000;
    private const long Tick = 250_000;
    private const long Grace = 400_000_000;

    public static void Run()
    {
        _ = LoadNative.ProcessControl(LoadNative.SetTimerSlack, 1, 0, 0, 0);
        var sockets = Enumerable.Range(0, 2 * SocketsPerSide).Select(static _ => new LoadSocket()).ToArray();
        var calls = 0;
        while (Console.ReadLine()?.Split(' ') is { } command)
        {
            if (command is ["open", var count])
            {
                calls = int.Parse(count, CultureInfo.InvariantCulture);
                Console.WriteLine(string.Join(' ', Enumerable.Range(0, 2 * calls).Select(stream => SocketOf(sockets, stream).Port)));
            }
            else if (command is ["relay", var warmUp, var seconds, .. var ports])
            {
                var streams = new LoadStreams([.. ports.Select(static port => int.Parse(port, CultureInfo.InvariantCulture))]);
                var first = (int)(double.Parse(warmUp, CultureInfo.InvariantCulture) * FramesPerSecond);
                var frames = (int)(double.Parse(seconds, CultureInfo.InvariantCulture) * FramesPerSecond);
                Console.WriteLine(JsonSerializer.Serialize(Send(sockets, streams, first, frames)));
            }
        }
    }

    private static LoadSocket SocketOf(LoadSocket[] sockets, int stream) =>
        sockets[(((stream / 2) % SocketsPerSide) * 2) + (stream % 2)];

    private static LoadResult Send(LoadSocket[] sockets, LoadStreams streams, int first, int frames)
    {
        var tally = new LoadTally(streams.Count, first, frames);
        var start = LoadNative.Nanoseconds(LoadNative.MonotonicClock);
        var total = (long)(first + frames) * streams.Count;
        var begin = (long)first * streams.Count;
        var wake = start;
        for (var sent = 0L; sent < total;)
        {
            var now = LoadNative.Nanoseconds(LoadNative.MonotonicClock);
            var due = Math.Min(total, (now - start) * streams.Count / FrameNanoseconds);
            for (; sent < due; sent++)
            {
                if (sent == begin)
                {
                    Console.WriteLine("begin");
                }

                var (stream, frame) = ((int)(sent % streams.Count), (int)(sent / streams.Count));
                streams.Send(stream, frame, SocketOf(sockets, stream));
                tally.Sent(frame, now - start - (sent * FrameNanoseconds / streams.Count));
            }

            wake = Next(wake, sockets, tally);
        }

        Console.WriteLine("end");
        for (var end = wake + Grace; wake < end;)
        {
            wake = Next(wake, sockets, tally);
        }

        return tally.Result();
    }

    private static long Next(long wake, LoadSocket[] sockets, LoadTally tally)
    {
        foreach (var socket in sockets)
        {
            socket.Drain(tally);
        }

        wake = Math.Max(wake + Tick, LoadNative.Nanoseconds(LoadNative.MonotonicClock));
        var until = new TimeSpec { Seconds = wake / 1_000_000_000, Nanoseconds = wake % 1_000_000_000 };
        _ = LoadNative.SleepUntil(LoadNative.MonotonicClock, LoadNative.AbsoluteTime, &until, null);
        return wake;
    }
}
