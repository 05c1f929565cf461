using System.Net.Sockets;
using DialIn.Hosting.Configuration;
using DialIn.Ivr;
using DialIn.Pins;
using DialIn.Secrets;
using Microsoft.AspNetCore.Builder;
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
            await StartAsync(application, cancellationToken);
            await terminal.Output.WriteLineAsync("Ready".AsMemory(), cancellationToken);
            await terminal.Output.FlushAsync(cancellationToken);
            await application.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (Exception fault) when (fault is PromptsException or StoreUnavailableException or SecretsException or SocketException or IOException or UnauthorizedAccessException)
        {
            // What only shows when it is tried: a port that is taken, a database that is locked, a prompt that is no WAV file,
            // a file that this user may not read, a stored secret whose key is gone.
            await terminal.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    private static async Task StartAsync(WebApplication application, CancellationToken cancellationToken)
    {
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            // Services that run already are stopped before they are disposed of: to the host, one that ends otherwise has crashed.
            await application.StopAsync(CancellationToken.None);
            throw;
        }
    }
}
