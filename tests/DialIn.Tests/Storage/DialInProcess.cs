using System.Diagnostics;

namespace DialIn.Tests.Storage;

/// <summary>The real program as a process of its own.</summary>
internal static class DialInProcess
{
    /// <summary>What is typed in front of a verb.</summary>
    /// <remarks>A program that was published ready-compiled starts in half of the time. Else the host that runs this test runs the program too; no apphost has to be found.</remarks>
    public static IReadOnlyList<string> Command { get; } = Environment.GetEnvironmentVariable("DIALIN_PROGRAM") is { } ready
        ? [ready]
        : [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "dialin.dll")];

    /// <summary>Starts <c>dialin</c>. Its output is read to the end by <see cref="OutputAsync"/>.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Command[0], [.. Command.Skip(1), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

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
