using System.Net;
using System.Net.Sockets;
using DialIn.BigBlueButton;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Trunks;

/// <summary>
/// Tells the gate from which addresses conference servers may change and end the calls that we placed to them. Names are
/// resolved again every few minutes, because servers move.
/// </summary>
internal sealed class ServerSources(
    IReadOnlyList<ServerOptions> servers, TrunkSources sources, IHostResolver resolver, TimeProvider time, ILogger<ServerSources> logger) : BackgroundService
{
    // The usual lifetime of an address record.
    private static readonly TimeSpan ResolveEvery = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ResolveEvery, time);
        do
        {
            await Task.WhenAll(servers.Select(server => ResolveAsync(server, stoppingToken)));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ResolveAsync(ServerOptions server, CancellationToken cancellationToken)
    {
        var addresses = new List<IPAddress>();
        foreach (var template in new[] { server.SipUri, server.LiveKitSipUri }.OfType<string>())
        {
            var host = SipUri.Parse(template.Replace(ConferenceTarget.Placeholder, "0", StringComparison.Ordinal)).Host;
            try
            {
                addresses.AddRange(await resolver.ResolveAsync(host, cancellationToken));
            }
            catch (SocketException fault)
            {
                // What was known before stays: a name server that is down must not cut running calls off.
                DialInLog.ServerNotResolved(logger, server.Name, host, fault.SocketErrorCode);
                return;
            }
        }

        sources.Set(SourceKind.Server, server.Name, addresses);
    }
}
