using System.Diagnostics;
using System.Text;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>A real program under test or beside it: its output is kept, its lines can be awaited, and it never outlives the test.</summary>
internal sealed class ProgramProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly StringBuilder _output = new();
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Found)> _waiting = [];
    private readonly List<string> _lines = [];

    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="workingDirectory">Where it runs; the system's folder for temporary files if not said.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    /// <param name="isTyped">Whether it is steered by <see cref="TypeAsync"/>; else its input ends at once.</param>
    public ProgramProcess(
        string file, IEnumerable<string> arguments, string? workingDirectory = null, IReadOnlyDictionary<string, string>? environment = null, bool isTyped = false)
    {
        Name = Path.GetFileName(file);
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        if (!isTyped)
        {
            _process.StandardInput.Close();
        }

        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Id => _process.Id;

    /// <summary>All that the program printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Types a line into the program.</summary>
    public async Task TypeAsync(string line, CancellationToken cancel)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancel);
        await _process.StandardInput.FlushAsync(cancel);
    }

    /// <summary>Waits for a line that fits; lines printed before count as well.</summary>
    public async Task<string> WaitForLineAsync(Func<string, bool> matches, TimeSpan timeout, CancellationToken cancel)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            var earlier = _lines.FirstOrDefault(matches);
            if (earlier is not null)
            {
                return earlier;
            }

            _waiting.Add((matches, found));
        }

        try
        {
            var exit = _process.WaitForExitAsync(cancel);
            var first = await Task.WhenAny(found.Task, exit).WaitAsync(timeout, cancel);
            return first == found.Task || found.Task.IsCompleted
                ? await found.Task
                : throw new InvalidOperationException($"{Name} ended with {_process.ExitCode} before it printed the line.\n{Output}");
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Name} did not print the line within {timeout}.\n{Output}");
        }
    }

    /// <summary>Waits until so many lines that fit were printed since the program began.</summary>
    public Task WaitForLinesAsync(Func<string, bool> matches, int count, TimeSpan timeout, CancellationToken cancel)
    {
        // Each line is looked at once, in order.
        var found = 0;
        return WaitForLineAsync(line => matches(line) && ++found >= count, timeout, cancel);
    }

    /// <summary>Waits until the program ends by itself and gives its exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan timeout, CancellationToken cancel)
    {
        try
        {
            await _process.WaitForExitAsync(cancel).WaitAsync(timeout, cancel);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Name} did not end within {timeout}.\n{Output}");
        }
    }

    /// <summary>SIGTERM: asks the program to end.</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>SIGSTOP: the program stands still.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>SIGCONT: it goes on.</summary>
    public void Resume() => Signal("CONT");

    /// <summary>SIGKILL: ends the program on the spot.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        List<TaskCompletionSource<string>> found;
        lock (_lock)
        {
            _output.AppendLine(line);
            _lines.Add(line);
            found = [.. _waiting.Where(wait => wait.Matches(line)).Select(wait => wait.Found)];
        }

        foreach (var waiter in found)
        {
            waiter.TrySetResult(line);
        }
    }
}
