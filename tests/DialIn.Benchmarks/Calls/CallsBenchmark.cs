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

    // A program that runs for months has compiled what its calls use; until then the compiler is most of what a call costs.
    private const double MostCompiled = 0.1;
    private const int MostWarmUps = 12;

    /// <summary>Measures, once the runtime has compiled what calls use.</summary>
    /// <param name="calls">Calls of each round; more where more are up at a time.</param>
    /// <param name="atOnce">How many of them are up at a time; those of the first number go on until the runtime has compiled what they use.</param>
    public static async Task<IReadOnlyList<CallCost>> RunAsync(int calls, IReadOnlyList<int> atOnce)
    {
        await using var meetings = new SimulatedBbbServer(new SimulatedBbbServerOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        await meetings.StartAsync(CancellationToken.None);
        meetings.CreateMeeting(new MeetingRequest(Room, Room) { VoiceBridge = VoiceBridge });
        await using var site = new CallSite();
        await site.StartAsync();
        using var bridge = new ServedBridge(meetings, site.Conference);
        await bridge.StartAsync();
        var pin = await bridge.ReserveAsync(Room);

        var costs = new List<CallCost> { await RoundAsync(atOnce[0], before: 0) };
        for (var rounds = 1; costs[0].Runtime.Compiled > MostCompiled * costs[0].Calls && rounds <= MostWarmUps; rounds++)
        {
            costs[0] = await RoundAsync(atOnce[0], costs[0].Before + costs[0].Calls);
        }

        foreach (var number in atOnce.Skip(1))
        {
            costs.Add(await RoundAsync(number, costs[^1].Before + costs[^1].Calls));
        }

        return costs;

        async Task<CallCost> RoundAsync(int number, int before)
        {
            var count = Math.Max(calls, number);
            var (counted, cpu, media, began) = (await bridge.CountAsync(), ProcessCost.Cpu(bridge.ProcessId), MediaCpu(bridge.ProcessId), TimeProvider.System.GetTimestamp());
            var waits = await PlaceAsync(site, bridge, pin, count, number);
            var took = TimeProvider.System.GetElapsedTime(began);
            var runtime = await bridge.CountAtRestAsync() - counted;
            var cost = new CallCost(
                count,
                number,
                before,
                count / took.TotalSeconds,
                (ProcessCost.Cpu(bridge.ProcessId) - cpu) / count,
                (MediaCpu(bridge.ProcessId) - media) / count,
                waits,
                runtime);
            Console.WriteLine(cost);
            return cost;
        }
    }

    private static async Task<List<DigitToAudio>> PlaceAsync(CallSite site, ServedBridge bridge, string pin, int calls, int atOnce)
    {
        var left = calls;
        var waits = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            var mine = new List<DigitToAudio>();
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
/// <param name="Before">Calls before them.</param>
/// <param name="PerSecond">How many began in a second.</param>
/// <param name="Cpu">CPU of the process per call.</param>
/// <param name="MediaCpu">Of it, that of the threads that move audio.</param>
/// <param name="Waits">From the last digit to the caller's first packet in the conference.</param>
/// <param name="Runtime">What the runtime did meanwhile.</param>
internal sealed record CallCost(int Calls, int AtOnce, int Before, double PerSecond, TimeSpan Cpu, TimeSpan MediaCpu, IReadOnlyList<DigitToAudio> Waits, RuntimeFigures Runtime)
{
    /// <summary>CPU per call of all that is not audio.</summary>
    public TimeSpan SignallingCpu => Cpu - MediaCpu;

    /// <summary>From the last packet of the last digit to audio: what this share of the calls does not exceed.</summary>
    public TimeSpan Wait(double share) => Wait(share, static wait => wait.SinceLastPacket);

    /// <summary>From the first packet that says that the last key was let go.</summary>
    public TimeSpan WaitSinceReleased(double share) => Wait(share, static wait => wait.SinceReleased);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"after {Before,5} calls, {AtOnce} at a time: {SignallingCpu.TotalMilliseconds:F2} ms, audio {MediaCpu.TotalMilliseconds:F2} ms a call; last digit to audio {Wait(0.5).TotalMilliseconds:F0}, {Wait(0.95).TotalMilliseconds:F0}, {Wait(1).TotalMilliseconds:F0} ms; {Runtime.Compiled} methods compiled, {Runtime.Exceptions} exceptions, {Runtime.Allocated / Calls / 1024} KiB a call");

    private TimeSpan Wait(double share, Func<DigitToAudio, TimeSpan> which) => Waits.Select(which).Order().ElementAt((int)Math.Min(Waits.Count - 1, Waits.Count * share));
}
