using System.Globalization;
using System.Text.Json;

namespace DialIn.Benchmarks.Load;

/// <summary>A <see cref="LoadDriver"/> as a child of this process.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly ChildProcess _child = ChildProcess.StartSelf(LoadDriver.Verb);

    /// <summary>Begins with this many calls.</summary>
    /// <returns>The port of each stream.</returns>
    public async Task<IReadOnlyList<int>> OpenAsync(int calls)
    {
        await _child.SayAsync($"open {calls}");
        return Ports.Parse(await _child.ReadAsync());
    }

    /// <summary>Sends and counts.</summary>
    /// <param name="targets">Where each stream is sent to.</param>
    /// <param name="warmUp">Seconds before the measured ones.</param>
    /// <param name="seconds">Measured seconds.</param>
    /// <param name="onBegin">Called as they begin.</param>
    /// <param name="onEnd">Called as they end.</param>
    public async Task<LoadResult> RunAsync(IReadOnlyList<int> targets, double warmUp, double seconds, Func<Task> onBegin, Func<Task> onEnd)
    {
        await _child.SayAsync(string.Create(CultureInfo.InvariantCulture, $"relay {warmUp} {seconds} {string.Join(' ', targets)}"));
        _ = await _child.ReadAsync();
        await onBegin();
        _ = await _child.ReadAsync();
        await onEnd();
        return JsonSerializer.Deserialize<LoadResult>(await _child.ReadAsync())!;
    }

    public void Dispose() => _child.Dispose();
}
