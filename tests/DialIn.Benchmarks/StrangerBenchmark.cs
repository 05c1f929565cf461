using System.Diagnostics;
using System.Net;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Trunks;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Benchmarks;

/// <summary>CPU of a datagram that is refused, beside that of an RTP packet that is relayed, at the same rate in the same run.</summary>
internal static class StrangerBenchmark
{
    private const int Seconds = 10;
    private const int Calls = 50;
    private const int Prefixes = 500;

    private static readonly int[] Rates = [5_000, 20_000];

    public static async Task RunAsync()
    {
        foreach (var rate in Rates)
        {
            var refused = await RefusedAsync(rate);
            var relayed = await RelayedAsync(rate);
            Console.WriteLine($"{rate} a second: refused {refused}, relayed {relayed}, ratio {refused.Microseconds / relayed.Microseconds:F2}");
        }
    }

    private static async Task<Cost> RefusedAsync(int rate)
    {
        var sources = new TrunkSources();
        sources.Set(SourceKind.Trunk, "carrier", Enumerable.Range(0, Prefixes).Select(static number => IPNetwork.Parse($"10.{number / 250}.{number % 250}.0/24")));
        var application = new Door(sources);
        await using var stack = new SipStack(
            new SipStackOptions { Listen = [new SipListenPoint(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, 0))] },
            application, TimeProvider.System, NullLoggerFactory.Instance);
        await stack.StartAsync(CancellationToken.None);
        using var generator = new GeneratorProcess(Calls, "sip", rate, Seconds);
        return await MeasureAsync(
            () => generator.RunAsync([stack.LocalEndPoints[0].Address]),
            () => stack.Dropped(DropReason.NotAdmitted));
    }

    private static async Task<Cost> RelayedAsync(int rate)
    {
        using var loop = new MediaLoop(new MediaLoopOptions { Threads = 1 }, TimeProvider.System, NullLoggerFactory.Instance);
        using var ports = new PortPool(new PortPoolOptions { Address = IPAddress.Loopback, First = 34_000, Last = 34_999 }, TimeProvider.System);
        using var generator = new GeneratorProcess(2 * Calls, "rtp", rate, Seconds);
        var calls = new List<CallMedia>();
        var legs = new List<MediaLeg>();
        for (var number = 0; number < 2 * Calls; number += 2)
        {
            var call = CallMedia.Create(loop, ports);
            calls.Add(call);
            var trunk = Open(call, "trunk", generator.Ports[number], isConnected: false);
            var conference = Open(call, "conference", generator.Ports[number + 1], isConnected: true);
            legs.AddRange([trunk, conference]);
            call.Join(trunk, conference);
        }

        var cost = await MeasureAsync(() => generator.RunAsync(legs.Select(static leg => leg.LocalRtp)), () => legs.Sum(static leg => leg.Statistics.Relayed));
        calls.ForEach(static call => call.Dispose());
        return cost;
    }

    private static MediaLeg Open(CallMedia call, string name, int remotePort, bool isConnected)
    {
        var leg = call.OpenLeg(new MediaLegOptions { Name = name, Connected = isConnected }, static _ => { });
        var remote = new IPEndPoint(IPAddress.Loopback, remotePort);
        leg.Start(new NegotiatedAudio(new AudioFormat(AudioCodec.Pcma, 8, 101, 20), remote, new IPEndPoint(IPAddress.Loopback, remotePort + 1), Direction.SendReceive));
        return leg;
    }

    private static async Task<Cost> MeasureAsync(Func<Task<long>> send, Func<long> handled)
    {
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var before = process.TotalProcessorTime;
        var sent = await send();
        process.Refresh();
        return new Cost(process.TotalProcessorTime - before, sent, handled());
    }

    private sealed record Cost(TimeSpan Cpu, long Sent, long Handled)
    {
        public double Microseconds => Cpu.TotalMicroseconds / Handled;

        public override string ToString() => $"{Microseconds:F1} us ({Handled} of {Sent})";
    }

    /// <summary>The door of the service, without its calls.</summary>
    private sealed class Door(TrunkSources sources) : ISipApplication
    {
        public bool Admit(SipProtocol protocol, IPEndPoint source) => sources.KindOf(source.Address) != SourceKind.Stranger;

        public bool Admit(SourceAddress source) => sources.KindOf(source) != SourceKind.Stranger;

        public void OnInvite(PendingInvite invite) => invite.Reject(603);

        public void OnDropped(DropReason reason)
        {
        }
    }
}
