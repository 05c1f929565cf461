using System.Net;
using DialIn.Sip.Locating;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Trunks;

/// <summary>
/// Tells the gate from where the calls of each trunk come: its networks, and the addresses of its names, which are the
/// registrar, the outbound proxy and the names in AllowedSources. Names are asked for again when their answers end. Any thread.
/// </summary>
internal sealed class TrunkAddresses(
    IReadOnlyList<TrunkOptions> trunks, TrunkSources sources, ServerFinder finder, TimeProvider time, ILogger<TrunkAddresses> logger) : BackgroundService
{
    // A name server that is restarting.
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, RememberedAddresses> _remembered = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var trunk in trunks)
        {
            Seen(trunk, []);
        }

        return base.StartAsync(cancellationToken);
    }

    /// <summary>Calls of this trunk may come from these addresses as well: a registrar answered there.</summary>
    public void Seen(TrunkOptions trunk, IReadOnlyCollection<IPAddress> addresses)
    {
        lock (_lock)
        {
            var remembered = _remembered.GetValueOrDefault(trunk.Name, RememberedAddresses.None).Seen(addresses, time.GetUtcNow());
            _remembered[trunk.Name] = remembered;
            sources.Set(
                SourceKind.Trunk,
                trunk.Name,
                trunk.AllowedSources.Select(source => source.Network).OfType<IPNetwork>()
                    .Concat(remembered.All.Select(address => new IPNetwork(address, address.GetAddressBytes().Length * 8))));
        }
    }

    /// <summary>The hosts and domains whose addresses count for a trunk.</summary>
    public static IReadOnlyList<string> NamesOf(TrunkOptions trunk) => [.. new[] { trunk.Registrar, trunk.OutboundProxy }
        .OfType<string>()
        .Where(_ => trunk.Mode == TrunkMode.Register)
        .Select(uri => TrunkUri.Parse(uri).Host)
        .Concat(trunk.AllowedSources.Select(source => source.Host).OfType<string>())
        .Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(trunks.SelectMany(trunk => NamesOf(trunk).Select(name => FollowAsync(trunk, name, stoppingToken))));

    private async Task FollowAsync(TrunkOptions trunk, string name, CancellationToken cancellationToken)
    {
        var isKnown = true;
        while (true)
        {
            var found = await finder.FindAddressesAsync(name, cancellationToken);
            Seen(trunk, found.Addresses);
            if (IPAddress.TryParse(name, out _))
            {
                return;
            }

            if (isKnown && found.Addresses.Count == 0)
            {
                // What was known before stays: a name server that is down must not cut calls off.
                DialInLog.TrunkNameNotResolved(logger, trunk.Name, name);
            }

            isKnown = found.Addresses.Count > 0;
            await Task.Delay(isKnown && found.IsComplete ? found.TimeToLive : TryAgainAfter, time, cancellationToken);
        }
    }
}
