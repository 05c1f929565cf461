using System.Diagnostics;

namespace DialIn.Tests.Storage;

/// <summary>The real program as a process of its own.</summary>
internal static class DialInProcess
{
    /// <summary>Starts <c>dialin</c>. Its output is read to the end by <see cref="OutputAsync"/>.</summary>
    public static Process Start(params string[] arguments)
    {
        // One that was published ready-compiled starts in half of the time. Else the host that runs this test runs the program too; no apphost has to be found.
        var ready = Environment.GetEnvironmentVariable("DIALIN_PROGRAM");
        var start = new ProcessStartInfo(ready ?? Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        if (ready is null)
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "dialin.dll"));
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for the end of a process.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public static async Task<string> OutputAsync(this Process process, CancellationToken cancellationToken)
    {
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).WaitAsync(Limits.Generous, cancellationToken);
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Limits.Generous, cancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}
