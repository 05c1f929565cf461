using System.Net;

namespace DialIn.Trunks;

/// <summary>
/// The addresses of a trunk's servers, those that name servers no longer name included for a while: registrations and calls
/// made with the old ones live on. Immutable.
/// </summary>
internal sealed record RememberedAddresses
{
    // The longest registration that may be asked for, Trunks[].Expires; no call lasts longer.
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    // A carrier with more edges names networks.
    private const int MaxAddresses = 256;

    private IReadOnlyDictionary<IPAddress, DateTimeOffset> _lastSeen = new Dictionary<IPAddress, DateTimeOffset>();

    /// <summary>None.</summary>
    public static RememberedAddresses None { get; } = new();

    /// <summary>The addresses, in no particular order.</summary>
    public IEnumerable<IPAddress> All => _lastSeen.Keys;

    /// <summary>With these, and without those that have not been seen for a day. Nothing is forgotten while nothing is found.</summary>
    public RememberedAddresses Seen(IReadOnlyCollection<IPAddress> addresses, DateTimeOffset now)
    {
        if (addresses.Count == 0)
        {
            return this;
        }

        var lastSeen = _lastSeen.Where(entry => now < entry.Value + KeptFor).ToDictionary();
        foreach (var address in addresses)
        {
            lastSeen[address] = now;
        }

        return this with { _lastSeen = lastSeen.OrderByDescending(entry => entry.Value).Take(MaxAddresses).ToDictionary() };
    }
}
