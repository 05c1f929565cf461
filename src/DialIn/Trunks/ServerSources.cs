using DialIn.BigBlueButton;
using DialIn.Sip.Locating;
using DialIn.Sip.Messages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Trunks;

/// <summary>
/// Tells the gate from which addresses conference servers may change and end the calls that we placed to them. Names are
/// resolved again every few minutes, because servers move.
/// </summary>
internal sealed class ServerSources(
    IReadOnlyList<ServerOptions> servers, TrunkSources sources, ServerAddresses addresses, ServerFinder finder, TimeProvider time, ILogger<ServerSources> logger) : BackgroundService
{
    // The usual lifetime of an address record.
    private static readonly TimeSpan ResolveEvery = TimeSpan.FromMinutes(5);

    // A name server that is restarting.
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var found = await Task.WhenAll(servers.SelectMany(server => new[] { server.SipUri, server.LiveKitSipUri }
                .OfType<string>()
                .Select(template => ResolveAsync(server.Name, HostOf(template), stoppingToken))));
            await Task.Delay(Array.TrueForAll(found, static isFound => isFound) ? ResolveEvery : TryAgainAfter, time, stoppingToken);
        }
    }

    private static string HostOf(string template) => SipUri.Parse(template.Replace(ConferenceTarget.Placeholder, "0", StringComparison.Ordinal)).Host;

    private async Task<bool> ResolveAsync(string server, string host, CancellationToken cancellationToken)
    {
        var found = await finder.FindAddressesAsync(host, cancellationToken);
        if (found.Addresses.Count == 0)
        {
            // What was known before stays: a name server that is down must not cut running calls off.
            DialInLog.ServerNotResolved(logger, server, host);
            return false;
        }

        addresses.Set(host, found.Addresses);
        sources.Set(SourceKind.Server, $"{server} at {host}", found.Addresses);
        return true;
    }
}
