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

    /// <summary>The middle one of each.</summary>
    public static StartCost Median(IReadOnlyCollection<StartCost> all) => new(
        all.Select(static one => one.Time).Order().ElementAt(all.Count / 2), all.Select(static one => one.Cpu).Order().ElementAt(all.Count / 2));
}
