using System.Diagnostics;

namespace DialIn.Benchmarks;

/// <summary>Another process that is spoken to line by line, and killed at the end.</summary>
internal sealed class ChildProcess : IDisposable
{
    // Longer than any run of a benchmark.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private Task _discarded = Task.CompletedTask;

    private ChildProcess(ProcessStartInfo start) => _process = Process.Start(start)!;

    /// <summary>This program.</summary>
    public static string Self { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? typeof(ChildProcess).Assembly.Location : Environment.ProcessPath!;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program.</summary>
    public static ChildProcess Start(string program, params IEnumerable<string> arguments) =>
        new(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true });

    /// <summary>Starts this program with another verb.</summary>
    public static ChildProcess StartSelf(params IEnumerable<string> arguments) => StartProgram(Self, arguments);

    /// <summary>Starts a program of .NET that may be a library for the <c>dotnet</c> command.</summary>
    public static ChildProcess StartProgram(string program, params IEnumerable<string> arguments) =>
        program.EndsWith(".dll", StringComparison.Ordinal) ? Start("dotnet", [program, .. arguments]) : Start(program, arguments);

    public Task SayAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>The next line of its output; an exception when it has ended.</summary>
    public async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience, TimeProvider.System)
        ?? throw new BenchmarkException($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} has ended");

    /// <summary>All that it prints until its end.</summary>
    public Task<string> ReadToEndAsync() => _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience, TimeProvider.System);

    /// <summary>Reads on, and forgets, so that it never waits for us.</summary>
    public void Discard() => _discarded = DiscardAsync();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _discarded.Wait();
        _process.Dispose();
    }

    private async Task DiscardAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is not null)
        {
        }
    }
}
