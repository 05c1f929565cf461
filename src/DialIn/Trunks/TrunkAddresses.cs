using System.Net;
using DialIn.Sip.Locating;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Trunks;

/// <summary>
/// Tells the gate from where the calls of each trunk come: its networks, the addresses of its names, which are the registrar, the
/// outbound proxy and the names in AllowedSources, and the networks of its published lists. Names are asked for again when their
/// answers end, lists are read again every hour; what was found last holds while nothing is. Any thread.
/// </summary>
internal sealed class TrunkAddresses(
    IReadOnlyList<TrunkOptions> trunks, TrunkSources sources, ServerFinder finder, PublishedLists lists, TimeProvider time, ILogger<TrunkAddresses> logger) : BackgroundService
{
    // A name server that is restarting.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(15);

    // Carriers announce changes weeks ahead.
    private static readonly TimeSpan ReadEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, KnownSources> _known = trunks.ToDictionary(static trunk => trunk.Name, static _ => new KnownSources(), StringComparer.Ordinal);

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
    public void Seen(TrunkOptions trunk, IReadOnlyCollection<IPAddress> addresses) => Change(trunk, known => known.Seen("", addresses, time.GetUtcNow()));

    /// <summary>The trunk's AllowedSources have changed: what is gone from them does not count any more, what is new is looked for at once.</summary>
    public void Take(TrunkOptions trunk) => Change(trunk, known => known.ForgetAllBut(NamesOf(trunk), ListsOf(trunk)));

    /// <summary>The hosts and domains whose addresses count for a trunk.</summary>
    public static IReadOnlyList<string> NamesOf(TrunkOptions trunk) => [.. new[] { trunk.Registrar, trunk.OutboundProxy }
        .OfType<string>()
        .Where(_ => trunk.Mode == TrunkMode.Register)
        .Select(uri => TrunkUri.Parse(uri).Host)
        .Concat(trunk.AllowedSources.Select(source => source.Host).OfType<string>())
        .Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The published lists whose networks count for a trunk.</summary>
    public static IReadOnlyList<Uri> ListsOf(TrunkOptions trunk) => [.. trunk.AllowedSources.Select(static source => source.List).OfType<Uri>().DistinctBy(static list => list.OriginalString)];

    /// <summary>For each trunk the list that could not be read for longest, if that is more than a day.</summary>
    public IReadOnlyList<(string Trunk, string Address, string Meanwhile)> Outdated
    {
        get
        {
            lock (_lock)
            {
                return
                [
                    .. _known.Select(entry => (entry.Key, List: entry.Value.Lists.Where(list => list.Value.SaidAt is not null && list.Value.Age(time) > SayAgainAfter).OrderBy(static list => list.Value.Since).FirstOrDefault()))
                        .Where(static entry => entry.List.Value is not null)
                        .Select(entry => (entry.Key, entry.List.Key, entry.List.Value.Meanwhile(time))),
                ];
            }
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(trunks.Select(trunk => FollowAsync(trunk, stoppingToken)));

    private async Task FollowAsync(TrunkOptions trunk, CancellationToken cancellationToken)
    {
        var isFaulted = false;
        while (true)
        {
            var changed = _known[trunk.Name].Changed;
            TimeSpan pause;
            try
            {
                pause = await FindAsync(trunk, cancellationToken);
                isFaulted = false;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                // What was found before holds, and the other trunks have nothing to do with it.
                pause = ReadAgainAfter;
                if (!isFaulted)
                {
                    DialInLog.TrunkAddressesFaulted(logger, fault, trunk.Name);
                }

                isFaulted = true;
            }

            // An answer that still holds is not asked for anew: the names are remembered, and each list has its time.
            await changed.WaitAsync(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<TimeSpan> FindAsync(TrunkOptions trunk, CancellationToken cancellationToken)
    {
        var pauses = await Task.WhenAll([
            .. NamesOf(trunk).Select(name => AskAsync(trunk, name, cancellationToken)),
            .. ListsOf(trunk).Select(list => ReadAsync(trunk, list, cancellationToken)),
        ]);
        return pauses.DefaultIfEmpty(Timeout.InfiniteTimeSpan).Min();
    }

    private async Task<TimeSpan> AskAsync(TrunkOptions trunk, string name, CancellationToken cancellationToken)
    {
        var found = await finder.FindAddressesAsync(name, cancellationToken);
        Change(trunk, known =>
        {
            if (!NamesOf(trunk).Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                // Taken from the configuration meanwhile.
                return;
            }

            known.Seen(name, found.Addresses, time.GetUtcNow());
            if (known.IsMissedAnew(name, found.Addresses.Count > 0))
            {
                // What was known before stays: a name server that is down must not cut calls off.
                DialInLog.TrunkNameNotResolved(logger, trunk.Name, name);
            }
        });
        return IPAddress.TryParse(name, out _) ? TimeSpan.FromDays(1)
            : found is { IsComplete: true, Addresses.Count: > 0 } ? found.TimeToLive
            : AskAgainAfter;
    }

    private async Task<TimeSpan> ReadAsync(TrunkOptions trunk, Uri list, CancellationToken cancellationToken)
    {
        var known = Look(trunk, sources => sources.ListOf(list));
        if (known.Networks.Count == 0 && await lists.FindKeptAsync(list, cancellationToken) is { } kept)
        {
            // The start does not wait for the carrier's web server; and a database that is busy then is asked again.
            Know(trunk, list, before => before with { Networks = kept.Networks, Since = kept.ReadAt });
        }

        if (known.Wait(time) is var wait && wait > TimeSpan.Zero)
        {
            return wait;
        }

        var read = await lists.ReadAsync(list, cancellationToken);
        var asked = time.GetTimestamp();
        if (read.Fault is null)
        {
            Know(trunk, list, before =>
            {
                if (!before.Networks.ToHashSet().SetEquals(read.Networks))
                {
                    DialInLog.TrunkListRead(logger, trunk.Name, AddressOf(list), read.Networks.Count, before.Networks.Count);
                }

                return new KnownList { Networks = read.Networks, Since = time.GetUtcNow(), AskedAt = asked, Pause = ReadEvery };
            });
            return ReadEvery;
        }

        Know(trunk, list, before =>
        {
            var isToSay = before.SaidAt is not { } said || time.GetElapsedTime(said, asked) >= SayAgainAfter;
            if (isToSay)
            {
                DialInLog.TrunkListNotRead(logger, trunk.Name, AddressOf(list), read.Fault, before.Meanwhile(time));
            }

            return before with { Since = before.Since ?? time.GetUtcNow(), AskedAt = asked, Pause = ReadAgainAfter, SaidAt = isToSay ? asked : before.SaidAt };
        });
        return ReadAgainAfter;
    }

    // A list that was taken from the configuration meanwhile is not known any more.
    private void Know(TrunkOptions trunk, Uri list, Func<KnownList, KnownList> change) => Change(trunk, known =>
    {
        if (HasList(trunk, list))
        {
            known.Know(list, change(known.ListOf(list)));
        }
    });

    private static string AddressOf(Uri list) => list.GetLeftPart(UriPartial.Path);

    private static bool HasList(TrunkOptions trunk, Uri list) => ListsOf(trunk).Any(other => other.OriginalString == list.OriginalString);

    private void Change(TrunkOptions trunk, Action<KnownSources> change)
    {
        lock (_lock)
        {
            var known = _known[trunk.Name];
            change(known);
            sources.Set(SourceKind.Trunk, trunk.Name, trunk.AllowedSources.Select(source => source.Network).OfType<IPNetwork>().Concat(known.Addresses), known.Listed);
        }
    }

    private T Look<T>(TrunkOptions trunk, Func<KnownSources, T> look)
    {
        lock (_lock)
        {
            return look(_known[trunk.Name]);
        }
    }
}
