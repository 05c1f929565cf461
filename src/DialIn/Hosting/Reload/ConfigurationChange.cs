using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace DialIn.Hosting.Reload;

/// <summary>Which keys differ between two configurations, and which of them hold without a restart. Pure. Values, which may be secrets, are never told.</summary>
/// <param name="Live">Keys that hold from now on.</param>
/// <param name="NeedRestart">Keys that do not.</param>
internal sealed partial record ConfigurationChange(IReadOnlyList<string> Live, IReadOnlyList<string> NeedRestart)
{
    /// <summary>Compares the sections <c>DialIn</c> and <c>Logging</c>.</summary>
    /// <param name="before">The configuration that was read before.</param>
    /// <param name="after">The new one.</param>
    /// <param name="isLive">Whether a key holds without a restart.</param>
    public static ConfigurationChange Between(IConfiguration before, IConfiguration after, Func<string, bool> isLive)
    {
        var (old, now) = (Flat(before), Flat(after));
        var keys = old.Keys.Union(now.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => old.GetValueOrDefault(key) != now.GetValueOrDefault(key))
            .Select(static key => Element().Replace(key, ""))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)
            .ToLookup(isLive);
        return new ConfigurationChange([.. keys[true]], [.. keys[false]]);
    }

    private static Dictionary<string, string> Flat(IConfiguration root) => root.AsEnumerable()
        .Where(static entry => entry.Value is not null && Ours().IsMatch(entry.Key))
        .GroupBy(static entry => entry.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(static entries => entries.Key, static entries => entries.First().Value!, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("^(DialIn|Logging):", RegexOptions.IgnoreCase)]
    private static partial Regex Ours();

    // An element of a list of texts is told as its list.
    [GeneratedRegex("(?<=:(AllowedSources|MediaSources)):[0-9]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Element();
}
