using System.Net;

namespace DialIn.Trunks;

/// <summary>What has been found so far of where one trunk's calls come from. Not thread-safe; <see cref="Changed"/> is.</summary>
internal sealed class KnownSources
{
    private readonly Dictionary<string, RememberedAddresses> _names = new(StringComparer.OrdinalIgnoreCase);

    // By their text: the fragment counts, which Uri does not compare.
    private readonly Dictionary<string, (IReadOnlyList<IPNetwork> Networks, DateTimeOffset Due)> _lists = new(StringComparer.Ordinal);

    private readonly HashSet<string> _missed = new(StringComparer.Ordinal);
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All networks that were found.</summary>
    public IEnumerable<IPNetwork> All => _names.Values
        .SelectMany(static name => name.All)
        .Select(static address => new IPNetwork(address, address.GetAddressBytes().Length * 8))
        .Concat(_lists.Values.SelectMany(static list => list.Networks));

    /// <summary>Ends with the next <see cref="ForgetAllBut"/>.</summary>
    public Task Changed => _change.Task;

    /// <summary>A name has these addresses; nothing is forgotten while there are none.</summary>
    public void Seen(string name, IReadOnlyCollection<IPAddress> addresses, DateTimeOffset now) =>
        _names[name] = _names.GetValueOrDefault(name, RememberedAddresses.None).Seen(addresses, now);

    /// <summary>A list names these networks, and no others any more.</summary>
    public void Read(Uri list, IReadOnlyList<IPNetwork> networks, DateTimeOffset due) => _lists[list.OriginalString] = (networks, due);

    /// <summary>A list could not be read; what it said before holds.</summary>
    public void Postpone(Uri list, DateTimeOffset due) => _lists[list.OriginalString] = (NetworksOf(list), due);

    /// <summary>What a list said when it was read last.</summary>
    public IReadOnlyList<IPNetwork> NetworksOf(Uri list) => _lists.GetValueOrDefault(list.OriginalString).Networks ?? [];

    /// <summary>Whether it has to be said that a name or list was not found: once, until it is found again.</summary>
    public bool IsMissedAnew(string source, bool isFound)
    {
        if (isFound)
        {
            _missed.Remove(source);
            return false;
        }

        return _missed.Add(source);
    }

    /// <summary>When a list is to be read again; null if it never was.</summary>
    public DateTimeOffset? DueOf(Uri list) => _lists.TryGetValue(list.OriginalString, out var read) ? read.Due : null;

    /// <summary>The trunk has these names and lists now; what was found by others does not count any more.</summary>
    /// <param name="names">The names; what was found without one stays.</param>
    /// <param name="lists">The lists.</param>
    public void ForgetAllBut(IEnumerable<string> names, IEnumerable<Uri> lists)
    {
        foreach (var gone in _names.Keys.Except([.. names, ""], StringComparer.OrdinalIgnoreCase).ToList())
        {
            _names.Remove(gone);
        }

        foreach (var gone in _lists.Keys.Except(lists.Select(static list => list.OriginalString)).ToList())
        {
            _lists.Remove(gone);
        }

        Interlocked.Exchange(ref _change, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
