using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace DialIn.Benchmarks;

/// <summary>A <see cref="Generator"/> as a child of this process.</summary>
internal sealed class GeneratorProcess : IDisposable
{
    private readonly Process _process;

    public GeneratorProcess(int streams, string kind, int rate, int seconds)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(GeneratorProcess).Assembly.Location);
        }

        foreach (var argument in (string[])[Generator.Verb, $"{rate}", $"{seconds}"])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.StandardInput.WriteLine($"{streams}\n{kind}");
        Ports = [.. _process.StandardOutput.ReadLine()!.Split(' ').Select(static port => int.Parse(port, CultureInfo.InvariantCulture))];
    }

    /// <summary>Where each stream comes from.</summary>
    public IReadOnlyList<int> Ports { get; }

    /// <summary>Sends, and gives the number of datagrams sent.</summary>
    public async Task<long> RunAsync(IEnumerable<IPEndPoint> targets)
    {
        await _process.StandardInput.WriteLineAsync(string.Join(' ', targets));
        return long.Parse((await _process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
