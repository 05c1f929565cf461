using System.Net;

namespace DialIn.Trunks;

/// <summary>Who may speak to us at all.</summary>
internal enum SourceKind
{
    /// <summary>Nobody we know: no answer, one count.</summary>
    Stranger,

    /// <summary>A trunk: may call.</summary>
    Trunk,

    /// <summary>A conference server: may end and change the calls that we placed to it.</summary>
    Server,
}

/// <summary>
/// Which source address belongs to whom. Asked for every datagram before it is parsed, so a look-up allocates nothing. The
/// table is replaced as a whole when a registrar's or a server's addresses change.
/// </summary>
internal sealed class TrunkSources
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (SourceKind Kind, IReadOnlyList<IPNetwork> Networks)> _owners = [];
    private volatile Entry[] _entries = [];

    /// <summary>Sets all networks of one trunk or server; what was known of it before is forgotten.</summary>
    public void Set(SourceKind kind, string name, IEnumerable<IPNetwork> networks)
    {
        lock (_lock)
        {
            _owners[$"{kind}/{name}"] = (kind, [.. networks]);

            // Trunks first: an address that is both a trunk and a server may call.
            _entries = [.. _owners
                .OrderBy(owner => owner.Value.Kind)
                .SelectMany(owner => owner.Value.Networks.Select(network => new Entry(network, owner.Value.Kind, owner.Key[(owner.Key.IndexOf('/') + 1)..])))];
        }
    }

    /// <inheritdoc cref="Set(SourceKind, string, IEnumerable{IPNetwork})"/>
    public void Set(SourceKind kind, string name, IEnumerable<IPAddress> addresses) =>
        Set(kind, name, addresses.Select(address => new IPNetwork(address, address.GetAddressBytes().Length * 8)));

    /// <summary>Who <paramref name="source"/> is.</summary>
    public SourceKind KindOf(IPAddress source) => Find(source)?.Kind ?? SourceKind.Stranger;

    /// <summary>The trunk that <paramref name="source"/> belongs to, or null.</summary>
    public string? TrunkOf(IPAddress source) => Find(source) is { Kind: SourceKind.Trunk } entry ? entry.Name : null;

    private Entry? Find(IPAddress source)
    {
        var address = source.IsIPv4MappedToIPv6 ? source.MapToIPv4() : source;
        foreach (var entry in _entries)
        {
            if (entry.Network.Contains(address))
            {
                return entry;
            }
        }

        return null;
    }

    private sealed record Entry(IPNetwork Network, SourceKind Kind, string Name);
}
