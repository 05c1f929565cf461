using System.CommandLine;
using DialIn.Hosting.Demo;

namespace DialIn.Hosting.Commands;

/// <summary>The verbs of <c>dialin</c>.</summary>
internal static class CommandLine
{
    /// <summary>Builds the command line.</summary>
    /// <param name="terminal">Where commands write.</param>
    public static RootCommand Create(Terminal terminal)
    {
        var config = new ConfigOption(terminal);
        return new RootCommand("One telephone number for a cluster of BigBlueButton servers.")
        {
            config.Option,
            ServeCommand.Create(config, terminal),
            DemoCommand.Create(terminal),
            CheckCommand.Create(config, terminal),
            PinsCommand.Create(config, terminal),
            CredentialCommand.ForTrunks(config, terminal),
            CredentialCommand.ForServers(config, terminal),
            CredentialCommand.ForFrontEnds(config, terminal),
            TokenCommand.Create(config, terminal),
            SecretsCommand.Create(config, terminal),
            AuditCommand.Create(config, terminal),
            PrivacyCommand.Create(config, terminal),
            BackupCommand.Create(config, terminal),
            RestoreCommand.Create(config, terminal),
            CallCommand.Create(config, terminal),
            TraceCommand.Create(config, terminal),
        };
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">As the process got them.</param>
    /// <param name="terminal">Where commands write.</param>
    /// <returns>The exit code: 0, or 1 after a fault; some verbs know more.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal) => Create(terminal).Parse(arguments).InvokeAsync(
        new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            // The host of `serve` handles SIGTERM itself: it drains for minutes, the library's handler would give it two seconds.
            ProcessTerminationTimeout = null,
        });
}
