using DialIn.Benchmarks.Relay;

namespace DialIn.Benchmarks.Starts;

/// <summary>What it takes until a process says <c>Ready</c>: time, and the CPU of all its threads.</summary>
internal sealed record StartCost(TimeSpan Time, TimeSpan Cpu)
{
    /// <summary>Starts one, and ends it when it is ready.</summary>
    public static async Task<StartCost> OfAsync(Func<ChildProcess> start)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var process = start();
        while (await process.ReadAsync() != "Ready")
        {
        }

        return new StartCost(TimeProvider.System.GetElapsedTime(began), ProcessCost.Cpu(process.Id));
    }

    /// <summary>The least of each: what the machine does beside it only adds.</summary>
    public static StartCost Least(IReadOnlyCollection<StartCost> all) => new(all.Min(static one => one.Time), all.Min(static one => one.Cpu));
}
