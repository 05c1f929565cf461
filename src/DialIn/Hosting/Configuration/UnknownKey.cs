namespace DialIn.Hosting.Configuration;

/// <summary>Finds what somebody who mistyped a key probably meant.</summary>
internal static class UnknownKey
{
    /// <summary>What to say about a key that does not exist.</summary>
    public static string Explain(string key, IEnumerable<string> known)
    {
        var names = known.ToList();
        return names.MinBy(name => Distance(key, name)) is { } nearest && IsLikely(key, nearest)
            ? $"is unknown; did you mean {nearest}?"
            : $"is unknown; known here: {string.Join(", ", names)}";
    }

    /// <summary>Whether a key is probably a mistyped form of a name, and not the name itself.</summary>
    public static bool IsLikely(string key, string name) => Distance(key, name) is > 0 and var distance && distance <= Math.Max(1, name.Length / 3);

    // Levenshtein's distance, case ignored.
    private static int Distance(string from, string to)
    {
        var previous = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var current = new int[to.Length + 1];
            current[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var cost = char.ToUpperInvariant(from[i - 1]) == char.ToUpperInvariant(to[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
            }

            previous = current;
        }

        return previous[^1];
    }
}
