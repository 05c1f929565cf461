using System.Net;
using DialIn.Benchmarks.Calls;
using DialIn.Simulator;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Benchmarks.Starts;

/// <summary>Starts <c>dialin serve</c>, and beside it a program that does nothing, in turns.</summary>
internal static class StartsBenchmark
{
    /// <summary>Measures.</summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="rounds">How often each is started.</param>
    public static async Task<Starts> RunAsync(string program, int rounds)
    {
        await using var meetings = new SimulatedBbbServer(new SimulatedBbbServerOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        await meetings.StartAsync(CancellationToken.None);
        var (bare, first, again) = (new List<StartCost>(), new List<StartCost>(), new List<StartCost>());
        for (var round = 0; round < rounds; round++)
        {
            using var bridge = new ServedBridge(meetings, new IPEndPoint(IPAddress.Loopback, FreePort.Next()), program);
            bare.Add(await StartCost.OfAsync(static () => ChildProcess.StartSelf(BareHost.Verb)));
            first.Add(await StartCost.OfAsync(bridge.Serve));
            again.Add(await StartCost.OfAsync(bridge.Serve));
        }

        return new Starts(rounds, StartCost.Median(bare), StartCost.Median(first), StartCost.Median(again), first.Concat(again).Max(static one => one.Time));
    }
}

/// <summary>What starts took, in the median.</summary>
/// <param name="Rounds">Of so many each.</param>
/// <param name="Bare">A program that does nothing.</param>
/// <param name="First">The service where there is no database yet: it makes that and 5,000 PINs.</param>
/// <param name="Again">The service each time after that.</param>
/// <param name="Longest">The longest start of the service.</param>
internal sealed record Starts(int Rounds, StartCost Bare, StartCost First, StartCost Again, TimeSpan Longest);
