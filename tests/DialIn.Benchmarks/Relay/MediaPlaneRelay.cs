using System.Text.Json;
using DialIn.Benchmarks.Load;

namespace DialIn.Benchmarks.Relay;

/// <summary>A <see cref="MediaPlane"/> as a child of this process.</summary>
internal sealed class MediaPlaneRelay(string program, int threads) : IRelay
{
    private readonly ChildProcess _child = ChildProcess.StartProgram(program, MediaPlane.Verb, $"{threads}");

    public int ProcessId => _child.Id;

    public bool WarmsUp => true;

    public async Task<IReadOnlyList<int>> OpenAsync(IReadOnlyList<int> loadPorts)
    {
        await _child.SayAsync(string.Join(' ', loadPorts));
        return Ports.Parse(await _child.ReadAsync());
    }

    public async Task EndCallsAsync()
    {
        await _child.SayAsync(MediaPlane.End);
        _ = await _child.ReadAsync();
    }

    public async Task<RuntimeCounts?> CountAsync()
    {
        await _child.SayAsync(MediaPlane.Count);
        return JsonSerializer.Deserialize<RuntimeCounts>(await _child.ReadAsync());
    }

    public ValueTask DisposeAsync()
    {
        _child.Dispose();
        return ValueTask.CompletedTask;
    }
}
