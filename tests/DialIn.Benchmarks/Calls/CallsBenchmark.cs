using System.Globalization;
using DialIn.Benchmarks.Relay;
using DialIn.Simulator;
using DialIn.Simulator.Meetings;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Benchmarks.Calls;

/// <summary>What whole calls cost <c>dialin serve</c>, and how soon after the last digit the caller is heard.</summary>
internal static class CallsBenchmark
{
    private const string Room = "room-1";
    private const string VoiceBridge = "70066";

    /// <summary>Measures.</summary>
    /// <param name="warmUp">Calls before the measured ones.</param>
    /// <param name="calls">Measured calls.</param>
    /// <param name="atOnce">How many of them are up at a time.</param>
    public static async Task<CallCost> RunAsync(int warmUp, int calls, int atOnce)
    {
        await using var meetings = new SimulatedBbbServer(new SimulatedBbbServerOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        await meetings.StartAsync(CancellationToken.None);
        meetings.CreateMeeting(new MeetingRequest(Room, Room) { VoiceBridge = VoiceBridge });
        await using var site = new CallSite();
        await site.StartAsync();
        using var bridge = new ServedBridge(meetings, site.Conference);
        await bridge.StartAsync();
        var pin = await bridge.ReserveAsync(Room);

        await PlaceAsync(site, bridge, pin, warmUp, atOnce);
        var (cpu, media) = (ProcessCost.Cpu(bridge.ProcessId), MediaCpu(bridge.ProcessId));
        var waits = await PlaceAsync(site, bridge, pin, calls, atOnce);
        return new CallCost(
            calls, atOnce, (ProcessCost.Cpu(bridge.ProcessId) - cpu) / calls, (MediaCpu(bridge.ProcessId) - media) / calls, [.. waits.Order()]);
    }

    private static async Task<List<TimeSpan>> PlaceAsync(CallSite site, ServedBridge bridge, string pin, int calls, int atOnce)
    {
        var left = calls;
        var waits = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            var mine = new List<TimeSpan>();
            while (Interlocked.Decrement(ref left) >= 0)
            {
                mine.Add(await site.CallAsync(bridge.Sip, ServedBridge.Number, pin));
            }

            return mine;
        }));
        return [.. waits.SelectMany(static mine => mine)];
    }

    private static TimeSpan MediaCpu(int processId) => TimeSpan.FromMicroseconds(Directory.EnumerateDirectories($"/proc/{processId}/task")
        .Where(static task => File.ReadAllText($"{task}/comm").StartsWith("dialin-media", StringComparison.Ordinal))
        .Sum(static task => long.Parse(File.ReadAllText($"{task}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1000.0));
}

/// <summary>What whole calls cost.</summary>
/// <param name="Calls">How many were measured.</param>
/// <param name="AtOnce">How many were up at a time.</param>
/// <param name="Cpu">CPU of the process per call.</param>
/// <param name="MediaCpu">Of it, that of the threads that move audio.</param>
/// <param name="Waits">From the last digit to the caller's first packet in the conference, in order.</param>
internal sealed record CallCost(int Calls, int AtOnce, TimeSpan Cpu, TimeSpan MediaCpu, IReadOnlyList<TimeSpan> Waits)
{
    public TimeSpan Wait(double share) => Waits[(int)Math.Min(Waits.Count - 1, Waits.Count * share)];
}
