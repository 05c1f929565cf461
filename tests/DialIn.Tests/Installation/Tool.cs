using System.Diagnostics;

namespace DialIn.Tests.Installation;

/// <summary>One run of a program of the system, and what it wrote.</summary>
internal sealed record Tool(int ExitCode, string Output, string Error)
{
    /// <summary>Runs it to its end.</summary>
    public static async Task<Tool> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var error = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return new Tool(process.ExitCode, await output, await error);
    }

    /// <summary>The same; it must end with 0.</summary>
    public static async Task<string> SucceedAsync(string program, IEnumerable<string> arguments, CancellationToken cancel, params (string Name, string Value)[] environment)
    {
        var run = await RunAsync(program, arguments, cancel, environment);
        Assert.True(run.ExitCode == 0, $"{program} ended with {run.ExitCode}:\n{run.Output}\n{run.Error}");
        return run.Output;
    }
}
