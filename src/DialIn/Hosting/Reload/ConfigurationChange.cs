using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace DialIn.Hosting.Reload;

/// <summary>Which keys differ between two configurations, and which of them hold without a restart. Pure. Values, which may be secrets, are never told.</summary>
/// <param name="Live">Keys that hold from now on.</param>
/// <param name="NeedRestart">Keys that do not.</param>
internal sealed partial record ConfigurationChange(IReadOnlyList<string> Live, IReadOnlyList<string> NeedRestart)
{
    /// <summary>Compares the sections <c>DialIn</c> and <c>Logging</c>.</summary>
    public static ConfigurationChange Between(IConfiguration before, IConfiguration after)
    {
        var (old, now) = (Flat(before), Flat(after));
        var keys = old.Keys.Union(now.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => old.GetValueOrDefault(key) != now.GetValueOrDefault(key))
            .Select(static key => Element().Replace(key, ""))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)
            .ToList();

        // Where trunks have changed their places, what stands at a place is another trunk's.
        var areTrunksOthers = keys.Exists(static key => TrunkName().IsMatch(key));
        return new ConfigurationChange(
            [.. keys.Where(key => Changeable().IsMatch(key) && !(areTrunksOthers && IsOfTrunk(key)))],
            [.. keys.Where(key => !Changeable().IsMatch(key) || (areTrunksOthers && IsOfTrunk(key)))]);
    }

    /// <summary>The change without keys that turned out to need a restart.</summary>
    public ConfigurationChange Without(Func<string, bool> needsRestart) => new(
        [.. Live.Where(key => !needsRestart(key))], [.. NeedRestart.Concat(Live.Where(needsRestart)).Order(StringComparer.OrdinalIgnoreCase)]);

    private static Dictionary<string, string> Flat(IConfiguration root) => root.AsEnumerable()
        .Where(static entry => entry.Value is not null && Ours().IsMatch(entry.Key))
        .GroupBy(static entry => entry.Key, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(static entries => entries.Key, static entries => entries.First().Value!, StringComparer.OrdinalIgnoreCase);

    private static bool IsOfTrunk(string key) => key.StartsWith("DialIn:Trunks:", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^(DialIn|Logging):", RegexOptions.IgnoreCase)]
    private static partial Regex Ours();

    // An element of a list of texts is told as its list.
    [GeneratedRegex("(?<=:(AllowedSources|MediaSources)):[0-9]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Element();

    [GeneratedRegex("^DialIn:Trunks:[0-9]+:Name$", RegexOptions.IgnoreCase)]
    private static partial Regex TrunkName();

    [GeneratedRegex(
        "^(DialIn:Trunks:[0-9]+:(AllowedSources|MediaSources|MaxCalls|MaxPendingCalls|FullStatus|AlarmWithoutCallsFor)|DialIn:Calls:(?!DrainTimeout$)[A-Za-z]+|Logging:.+)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Changeable();
}
