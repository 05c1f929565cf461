using System.Net;
using DialIn.Sip.Transports;

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
/// table is replaced as a whole when a registrar's or a server's addresses change. Thread-safe.
/// </summary>
internal sealed class TrunkSources
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(SourceKind Kind, string Name), IReadOnlyList<(IPNetwork Network, Owner Owner)>> _owners = [];
    private volatile PrefixTable<Owner> _table = PrefixTable<Owner>.Create([]);

    /// <summary>Sets all networks of one trunk or server; what was known of it before is forgotten.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="name">Its name.</param>
    /// <param name="networks">Those that the operator has named, or the addresses of names.</param>
    /// <param name="listed">Those that somebody else names: where they meet another trunk's, that one comes first.</param>
    public void Set(SourceKind kind, string name, IEnumerable<IPNetwork> networks, IEnumerable<IPNetwork>? listed = null)
    {
        lock (_lock)
        {
            _owners[(kind, name)] =
            [
                .. networks.Select(network => (network, new Owner(kind, name, IsListed: false))),
                .. (listed ?? []).Select(network => (network, new Owner(kind, name, IsListed: true))),
            ];
            _table = PrefixTable<Owner>.Create(_owners.Values.SelectMany(static owned => owned));
        }
    }

    /// <inheritdoc cref="Set(SourceKind, string, IEnumerable{IPNetwork}, IEnumerable{IPNetwork}?)"/>
    public void Set(SourceKind kind, string name, IEnumerable<IPAddress> addresses) =>
        Set(kind, name, addresses.Select(address => new IPNetwork(address, address.GetAddressBytes().Length * 8)));

    /// <inheritdoc cref="KindOf(SourceAddress)"/>
    public SourceKind KindOf(IPAddress source) => KindOf(SourceAddress.From(source));

    /// <summary>Who <paramref name="source"/> is. An address that is both a trunk and a server may call.</summary>
    public SourceKind KindOf(SourceAddress source)
    {
        var kind = SourceKind.Stranger;
        var owners = _table.Find(source);
        for (var i = 0; i < owners.Count && kind != SourceKind.Trunk; i++)
        {
            kind = owners[i].Kind;
        }

        return kind;
    }

    /// <summary>Whether a conference server has this address, whoever else has.</summary>
    public bool IsServer(SourceAddress source) => _table.Find(source).Any(static owner => owner.Kind == SourceKind.Server);

    /// <summary>The trunk that <paramref name="source"/> belongs to, or null; the first of <see cref="TrunksOf"/>.</summary>
    public string? TrunkOf(IPAddress source) => TrunksOf(SourceAddress.From(source)) is [var first, ..] ? first : null;

    /// <summary>The trunks whose networks hold <paramref name="source"/>, the one of the narrowest network first; after these, those that a published list gives.</summary>
    public IReadOnlyList<string> TrunksOf(SourceAddress source) =>
        [.. _table.Find(source).Where(static owner => owner.Kind == SourceKind.Trunk).OrderBy(static owner => owner.IsListed).Select(static owner => owner.Name).Distinct()];

    private sealed record Owner(SourceKind Kind, string Name, bool IsListed);
}
