using DialIn.Hosting.Commands;

namespace DialIn.Tests.Hosting;

/// <summary>One run of the command line in this process, and what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs <c>dialin</c> with a configuration file.</summary>
    public static Task<CommandRun> OfAsync(string? configFile, bool isForPeople, params string[] arguments) =>
        WithInputAsync(configFile, isForPeople, null, arguments);

    /// <summary>Runs <c>dialin</c> with a configuration file and something piped into it.</summary>
    public static async Task<CommandRun> WithInputAsync(string? configFile, bool isForPeople, string? piped, params string[] arguments)
    {
        using var input = piped is null ? null : new StringReader(piped);
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] config = configFile is null ? [] : ["--config", configFile];
        var exitCode = await CommandLine.RunAsync([.. arguments, .. config], new Terminal(output, error, isForPeople, input));
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The lines written to standard output.</summary>
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
