using DialIn.Hosting.Configuration;

namespace DialIn.Hosting.Commands;

/// <content>Running the bridge.</content>
internal static partial class ServeCommand
{
    private static partial async Task<int> RunAsync(LoadedConfiguration configuration, Terminal terminal, CancellationToken cancellationToken)
    {
        await terminal.Error.WriteLineAsync("This build cannot take calls.".AsMemory(), cancellationToken);
        return 1;
    }
}
