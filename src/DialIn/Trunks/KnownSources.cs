using System.Net;

namespace DialIn.Trunks;

/// <summary>What has been found so far of where one trunk's calls come from. Not thread-safe; <see cref="Changed"/> is.</summary>
internal sealed class KnownSources
{
    private readonly Dictionary<string, RememberedAddresses> _names = new(StringComparer.OrdinalIgnoreCase);

    // By their text: the fragment counts, which Uri does not compare.
    private readonly Dictionary<string, KnownList> _lists = new(StringComparer.Ordinal);

    private readonly HashSet<string> _missed = new(StringComparer.Ordinal);
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All lists that were asked for, by their text.</summary>
    public IReadOnlyDictionary<string, KnownList> Lists => _lists;

    /// <summary>The addresses that were found.</summary>
    public IEnumerable<IPNetwork> Addresses => _names.Values
        .SelectMany(static name => name.All)
        .Select(static address => new IPNetwork(address, address.GetAddressBytes().Length * 8));

    /// <summary>The networks of the lists.</summary>
    public IEnumerable<IPNetwork> Listed => _lists.Values.SelectMany(static list => list.Networks);

    /// <summary>Ends with the next <see cref="ForgetAllBut"/>.</summary>
    public Task Changed => _change.Task;

    /// <summary>A name has these addresses; nothing is forgotten while there are none.</summary>
    public void Seen(string name, IReadOnlyCollection<IPAddress> addresses, DateTimeOffset now) =>
        _names[name] = _names.GetValueOrDefault(name, RememberedAddresses.None).Seen(addresses, now);

    /// <summary>What is known of a list.</summary>
    public KnownList ListOf(Uri list) => _lists.GetValueOrDefault(list.OriginalString, KnownList.None);

    /// <summary>This is known of a list now.</summary>
    public void Know(Uri list, KnownList known) => _lists[list.OriginalString] = known;

    /// <summary>Whether it has to be said that a name was not found: once, until it is found again.</summary>
    public bool IsMissedAnew(string name, bool isFound)
    {
        if (isFound)
        {
            _missed.Remove(name);
            return false;
        }

        return _missed.Add(name);
    }

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
