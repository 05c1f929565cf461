namespace DialIn.Hosting.Configuration;

/// <summary>Names of trunks and servers: they appear in logs, metrics, paths and commands, so they are plain and unique.</summary>
internal static class NameRules
{
    private const int MaxLength = 64;

    /// <summary>Checks the names of one list.</summary>
    /// <param name="names">The names in the list's order.</param>
    /// <param name="list">The list's key below the section, such as <c>Trunks</c>.</param>
    /// <param name="faults">Where faults go.</param>
    public static void Check(IEnumerable<string> names, string list, FaultList faults)
    {
        var firstUse = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, name) in names.Index())
        {
            var key = OptionsRules.Key($"{list}:{index}:Name");
            if (name.Length is 0 or > MaxLength || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            {
                faults.Add(key, name, $"must be a name of 1 to {MaxLength} letters, digits, '-', '_' or '.'");
            }
            else if (!firstUse.TryAdd(name, index))
            {
                faults.Add(key, name, $"is used by {list}:{firstUse[name]} already; each needs a name of its own");
            }
        }
    }
}
