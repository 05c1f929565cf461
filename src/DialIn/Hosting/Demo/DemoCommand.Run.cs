using DialIn.Hosting.Commands;

namespace DialIn.Hosting.Demo;

/// <content>Running the demo.</content>
internal static partial class DemoCommand
{
    private static partial async Task<int> RunAsync(bool exitAfterFirstCall, Terminal terminal, CancellationToken cancellationToken)
    {
        await terminal.Error.WriteLineAsync("This build has no demo.".AsMemory(), cancellationToken);
        return 1;
    }
}
