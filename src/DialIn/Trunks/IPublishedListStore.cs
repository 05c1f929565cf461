using System.Net;

namespace DialIn.Trunks;

/// <summary>Keeps the last good answer of each published list, for a start while the carrier's web server is down.</summary>
internal interface IPublishedListStore
{
    /// <summary>What was kept of a list; null if nothing was.</summary>
    /// <exception cref="Pins.StoreUnavailableException">The store does not answer.</exception>
    Task<KeptList?> FindAsync(Uri list, CancellationToken cancellationToken);

    /// <summary>Keeps them instead of those of before.</summary>
    /// <exception cref="Pins.StoreUnavailableException">The store does not answer.</exception>
    Task KeepAsync(Uri list, IReadOnlyList<IPNetwork> networks, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Forgets those that were read before a moment.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="besides">Lists that stay.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="Pins.StoreUnavailableException">The store does not answer.</exception>
    Task<int> DeleteBeforeAsync(DateTimeOffset moment, IReadOnlyCollection<Uri> besides, CancellationToken cancellationToken);
}

/// <summary>A list that was read once.</summary>
/// <param name="Networks">What it said, at least one.</param>
/// <param name="ReadAt">When.</param>
internal sealed record KeptList(IReadOnlyList<IPNetwork> Networks, DateTimeOffset ReadAt);
