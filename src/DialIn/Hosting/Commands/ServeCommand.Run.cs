using System.Net.Sockets;
using DialIn.Hosting.Configuration;
using DialIn.Ivr;
using DialIn.Pins;
using Microsoft.Extensions.Hosting;

namespace DialIn.Hosting.Commands;

/// <content>Running the bridge.</content>
internal static partial class ServeCommand
{
    private static partial async Task<int> RunAsync(LoadedConfiguration configuration, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            await using var application = await BridgeHost.BuildAsync(configuration, cancellationToken);
            await application.StartAsync(cancellationToken);
            await terminal.Output.WriteLineAsync("Ready".AsMemory(), cancellationToken);
            await terminal.Output.FlushAsync(cancellationToken);
            await application.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (Exception fault) when (fault is PromptsException or StoreUnavailableException or SocketException or IOException)
        {
            // What only shows when it is tried: a port that is taken, a database that is locked, a prompt that is no WAV file.
            await terminal.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
