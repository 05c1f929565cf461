using System.Net;
using System.Text.Json;
using DialIn.Benchmarks.Load;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Benchmarks.Relay;

/// <summary>The program's media plane without its SIP, in a process of its own: what relays there relays here.</summary>
internal static class MediaPlane
{
    public const string Verb = "media-plane";
    public const string Count = "count";
    public const string End = "end";

    private const byte PayloadType = 8;
    private const int FirstPort = 30_000;
    private const int LastPort = 59_999;

    public static void Run(int threads)
    {
        using var loop = new MediaLoop(new MediaLoopOptions { Threads = threads }, TimeProvider.System, NullLoggerFactory.Instance);
        using var pool = new PortPool(new PortPoolOptions { Address = IPAddress.Loopback, First = FirstPort, Last = LastPort }, TimeProvider.System);
        var calls = new List<CallMedia>();
        while (Console.ReadLine() is { } line)
        {
            Console.WriteLine(line switch
            {
                Count => JsonSerializer.Serialize(Counts(loop)),
                End => EndAll(calls),
                _ => Open(line, loop, pool, calls),
            });
        }
    }

    private static string Open(string line, MediaLoop loop, PortPool pool, List<CallMedia> calls)
    {
        var ports = new List<int>();
        foreach (var remote in Ports.Parse(line).Chunk(2))
        {
            var call = CallMedia.Create(loop, pool);
            calls.Add(call);
            var trunk = Open(call, "trunk", remote[0], isConnected: false);
            var conference = Open(call, "conference", remote[1], isConnected: true);
            call.Join(trunk, conference);
            ports.AddRange([trunk.LocalRtp.Port, conference.LocalRtp.Port]);
        }

        return string.Join(' ', ports);
    }

    private static string EndAll(List<CallMedia> calls)
    {
        calls.ForEach(static call => call.Dispose());
        calls.Clear();
        return "";
    }

    private static MediaLeg Open(CallMedia call, string name, int remotePort, bool isConnected)
    {
        var leg = call.OpenLeg(new MediaLegOptions { Name = name, Connected = isConnected, ReportDigits = !isConnected }, static _ => { });
        leg.Start(new NegotiatedAudio(
            new AudioFormat(AudioCodec.Pcma, PayloadType, 101, 20),
            new IPEndPoint(IPAddress.Loopback, remotePort),
            new IPEndPoint(IPAddress.Loopback, remotePort + 1),
            Direction.SendReceive));
        return leg;
    }

    private static RuntimeCounts Counts(MediaLoop loop) => new(GC.CollectionCount(0), GC.GetTotalPauseDuration(), loop.Threads.Sum(Allocated));

    // What the count itself allocates on the loop's thread is no packet's: an event's first wait would be.
    private static long Allocated(LoopThread thread)
    {
        var allocated = -1L;
        thread.Post(() => Volatile.Write(ref allocated, GC.GetAllocatedBytesForCurrentThread()));
        SpinWait.SpinUntil(() => Volatile.Read(ref allocated) >= 0);
        return allocated;
    }
}
