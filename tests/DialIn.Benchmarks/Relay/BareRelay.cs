using System.Collections.Concurrent;
using System.Diagnostics;
using DialIn.Benchmarks.Load;

namespace DialIn.Benchmarks.Relay;

/// <summary>The floor: a loop in C, compiled here and now with the machine's compiler.</summary>
internal sealed class BareRelay : IRelay
{
    private static readonly ConcurrentDictionary<string, string> Programs = [];

    private readonly ChildProcess _child;
    private readonly int _threads;

    public BareRelay(string source, int threads) => (_child, _threads) = (ChildProcess.Start(Programs.GetOrAdd(source, Compile)), threads);

    /// <summary>The source that belongs to the benchmark.</summary>
    public static string Source { get; } = Path.Combine(AppContext.BaseDirectory, "Relay", "bare-relay.c");

    public int ProcessId => _child.Id;

    public bool WarmsUp => false;

    public async Task<IReadOnlyList<int>> OpenAsync(IReadOnlyList<int> loadPorts)
    {
        await _child.SayAsync($"{_threads} {loadPorts.Count} {string.Join(' ', loadPorts)}");
        return Ports.Parse(await _child.ReadAsync());
    }

    public Task<RuntimeCounts?> CountAsync() => Task.FromResult<RuntimeCounts?>(null);

    public ValueTask DisposeAsync()
    {
        _child.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Compile(string source)
    {
        var folder = Directory.CreateTempSubdirectory("dialin-bare-relay-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        var program = Path.Combine(folder.FullName, "bare-relay");
        try
        {
            using var compiler = Process.Start("cc", ["-O2", "-pthread", "-o", program, source]);
            compiler.WaitForExit();
            return compiler.ExitCode == 0 ? program : throw new BenchmarkException($"cc could not compile {source}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchmarkException("The floor of the benchmark is a C program, and this machine has no cc: apt-get install gcc libc6-dev");
        }
    }
}
