using System.CommandLine;
using DialIn.Hosting.Commands;

namespace DialIn.Hosting.Demo;

/// <summary><c>dialin demo</c>: the whole thing on one machine, with a simulated carrier and simulated BBB servers.</summary>
internal static partial class DemoCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var exit = new Option<bool>("--exit") { Description = "Leave after the first call instead of waiting for your own softphone." };
        var command = new Command("demo", "Show a meeting, a call with a PIN and the sound that arrived, without any server or carrier.") { exit };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(exit), terminal, cancellationToken));
        return command;
    }

    /// <summary>Runs the demo.</summary>
    /// <returns>The exit code: 0 when the sound arrived both ways.</returns>
    private static partial Task<int> RunAsync(bool exitAfterFirstCall, Terminal terminal, CancellationToken cancellationToken);
}
