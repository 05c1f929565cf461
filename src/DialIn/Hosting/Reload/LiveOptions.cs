using System.Globalization;
using DialIn.Calls;
using DialIn.Hosting.Configuration;
using DialIn.Trunks;

namespace DialIn.Hosting.Reload;

/// <summary>The options that the program has been given, of which some may change while it runs: all who use them look at the same objects.</summary>
internal sealed class LiveOptions(DialInOptions options, TrunkAddresses addresses, LiveLogging logging)
{
    private static readonly Dictionary<string, Action<TrunkOptions, TrunkOptions>> OfTrunk = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(TrunkOptions.AllowedSources)] = static (trunk, after) => trunk.AllowedSources = after.AllowedSources,
        [nameof(TrunkOptions.MediaSources)] = static (trunk, after) => trunk.MediaSources = after.MediaSources,
        [nameof(TrunkOptions.MaxCalls)] = static (trunk, after) => trunk.MaxCalls = after.MaxCalls,
        [nameof(TrunkOptions.MaxPendingCalls)] = static (trunk, after) => trunk.MaxPendingCalls = after.MaxPendingCalls,
        [nameof(TrunkOptions.FullStatus)] = static (trunk, after) => trunk.FullStatus = after.FullStatus,
        [nameof(TrunkOptions.AlarmWithoutCallsFor)] = static (trunk, after) => trunk.AlarmWithoutCallsFor = after.AlarmWithoutCallsFor,
    };

    /// <summary>Keys of a trunk that may change.</summary>
    public static IReadOnlyCollection<string> TrunkKeys => OfTrunk.Keys;

    /// <summary>Takes what may change, and says what did.</summary>
    /// <param name="before">The configuration that was read before.</param>
    /// <param name="after">The new one, without faults.</param>
    public ConfigurationChange Take(LoadedConfiguration before, LoadedConfiguration after)
    {
        var change = ConfigurationChange.Between(before.Root, after.Root, key => IsLive(key, after));
        // All, and not only what differs from the configuration before: of that, not everything may have been taken.
        for (var i = 0; i < options.Trunks.Count; i++)
        {
            Take(i, after);
        }

        Take(options.Calls, after.Options.Calls);
        if (change.Live.Any(static key => key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase)))
        {
            logging.Set(after.Root);
        }

        return change;
    }

    private bool IsLive(string key, LoadedConfiguration after) => key.ToUpperInvariant().Split(':') switch
    {
        ["LOGGING", ..] => true,
        ["DIALIN", "CALLS", var name] => !name.Equals(nameof(CallsOptions.DrainTimeout), StringComparison.OrdinalIgnoreCase),
        ["DIALIN", "TRUNKS", var place, var name] => int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && OfTrunk.ContainsKey(name) && IsLive(index, name, after),
        _ => false,
    };

    private bool IsLive(int index, string name, LoadedConfiguration after) => IsSameTrunk(index, after)
        && (!name.Equals(nameof(TrunkOptions.AllowedSources), StringComparison.OrdinalIgnoreCase)
            || StaysOpen(options.Trunks[index].AllowedSources, after.Options.Trunks[index].AllowedSources));

    // A trunk that came or went moves all behind it. A list with gaps, which the environment can make, has other places than keys.
    private bool IsSameTrunk(int index, LoadedConfiguration after) => index < options.Trunks.Count && index < after.Options.Trunks.Count
        && options.Trunks[index].Name == after.Options.Trunks[index].Name
        && options.Trunks[index].Name == after.Root[OptionsRules.Key($"Trunks:{index}:Name")];

    // Without any source, a password or a certificate decides who comes in.
    private static bool StaysOpen(IReadOnlyList<AllowedSource> old, IReadOnlyList<AllowedSource> now) => old.Count > 0 && now.Count > 0;

    private void Take(int index, LoadedConfiguration after)
    {
        foreach (var (_, take) in OfTrunk.Where(key => IsLive(index, key.Key, after)))
        {
            take(options.Trunks[index], after.Options.Trunks[index]);
        }

        addresses.Take(options.Trunks[index]);
    }

    // All but DrainTimeout, for which the host has made its plans.
    private static void Take(CallsOptions calls, CallsOptions after)
    {
        foreach (var property in typeof(CallsOptions).GetProperties().Where(static property => property.Name != nameof(CallsOptions.DrainTimeout)))
        {
            property.SetValue(calls, property.GetValue(after));
        }
    }
}
