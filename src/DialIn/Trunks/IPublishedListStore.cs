using System.Net;

namespace DialIn.Trunks;

/// <summary>Keeps the last good answer of each published list, for a start while the carrier's web server is down.</summary>
internal interface IPublishedListStore
{
    /// <summary>The networks that were kept of a list; empty if there are none.</summary>
    /// <exception cref="Pins.StoreUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyList<IPNetwork>> FindAsync(Uri list, CancellationToken cancellationToken);

    /// <summary>Keeps them instead of those of before.</summary>
    /// <exception cref="Pins.StoreUnavailableException">The store does not answer.</exception>
    Task KeepAsync(Uri list, IReadOnlyList<IPNetwork> networks, DateTimeOffset at, CancellationToken cancellationToken);
}
