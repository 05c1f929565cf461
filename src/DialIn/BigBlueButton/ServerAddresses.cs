using System.Collections.Concurrent;
using System.Net;

namespace DialIn.BigBlueButton;

/// <summary>The addresses of the conference servers' hosts, as name servers said last. Thread-safe.</summary>
internal sealed class ServerAddresses
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<IPAddress>> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes what was found.</summary>
    public void Set(string host, IReadOnlyList<IPAddress> addresses) => _known[host] = addresses;

    /// <summary>The host's addresses; none if nothing is known of it yet.</summary>
    public IReadOnlyList<IPAddress> Of(string host) =>
        IPAddress.TryParse(host, out var literal) ? [literal] : _known.GetValueOrDefault(host) ?? [];
}
