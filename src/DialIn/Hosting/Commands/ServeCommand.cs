using System.CommandLine;
using DialIn.Hosting.Configuration;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin serve</c>: runs the bridge until SIGTERM.</summary>
internal static partial class ServeCommand
{
    /// <summary>The exit code after faults in the configuration: EX_CONFIG of sysexits.h. A start that was tried again would end in the same way.</summary>
    public const int BadConfiguration = 78;

    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal)
    {
        var command = new Command("serve", "Run the bridge. Prints Ready once it takes calls; SIGTERM lets running calls end first.");
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var loaded = config.Load(arguments);
            // Bad configuration stops the start, with all faults at once.
            return ConfigOption.Report(loaded.Faults.All, terminal) ? BadConfiguration : await RunAsync(loaded, terminal, cancellationToken);
        });
        return command;
    }

    /// <summary>Runs the bridge with a configuration that has no faults.</summary>
    /// <returns>The exit code.</returns>
    private static partial Task<int> RunAsync(LoadedConfiguration configuration, Terminal terminal, CancellationToken cancellationToken);
}
