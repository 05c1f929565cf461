using DialIn.Calls;
using DialIn.Hosting.Configuration;
using DialIn.Trunks;

namespace DialIn.Hosting.Reload;

/// <summary>The options that the program has been given, of which some may change while it runs: all who use them look at the same objects.</summary>
internal sealed class LiveOptions(DialInOptions options, TrunkAddresses addresses, LiveLogging logging)
{
    /// <summary>Takes what may change, and says what did.</summary>
    /// <param name="before">The configuration that held so far.</param>
    /// <param name="after">The new one, without faults.</param>
    public ConfigurationChange Take(LoadedConfiguration before, LoadedConfiguration after)
    {
        var change = ConfigurationChange.Between(before.Root, after.Root).Without(key => IsOfName(key, after.Options));
        foreach (var key in change.Live)
        {
            if (key.StartsWith("DialIn:Trunks:", StringComparison.OrdinalIgnoreCase) && IndexOf(key) is var index)
            {
                Take(options.Trunks[index], after.Options.Trunks[index], key[(key.LastIndexOf(':') + 1)..]);
            }
        }

        if (change.Live.Any(static key => key.StartsWith("DialIn:Calls:", StringComparison.OrdinalIgnoreCase)))
        {
            Take(options.Calls, after.Options.Calls);
        }

        if (change.Live.Any(static key => key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase)))
        {
            logging.Set(after.Root);
        }

        return change;
    }

    private static int IndexOf(string key) => int.Parse(key.Split(':')[2], System.Globalization.CultureInfo.InvariantCulture);

    // Names are followed from the start on; and without any network, a password decides who comes in.
    private bool IsOfName(string key, DialInOptions after)
    {
        if (!key.EndsWith(":AllowedSources", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var (old, now) = (options.Trunks[IndexOf(key)].AllowedSources, after.Trunks[IndexOf(key)].AllowedSources);
        return old.Count == 0 || now.Count == 0
            || !old.Select(static source => source.Host).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(now.Select(static source => source.Host).OfType<string>());
    }

    private void Take(TrunkOptions trunk, TrunkOptions after, string what)
    {
        switch (what.ToUpperInvariant())
        {
            case "ALLOWEDSOURCES":
                trunk.AllowedSources = after.AllowedSources;
                addresses.Seen(trunk, []);
                break;
            case "MEDIASOURCES":
                trunk.MediaSources = after.MediaSources;
                break;
            case "MAXCALLS":
                trunk.MaxCalls = after.MaxCalls;
                break;
            case "MAXPENDINGCALLS":
                trunk.MaxPendingCalls = after.MaxPendingCalls;
                break;
            case "FULLSTATUS":
                trunk.FullStatus = after.FullStatus;
                break;
            case "ALARMWITHOUTCALLSFOR":
                trunk.AlarmWithoutCallsFor = after.AlarmWithoutCallsFor;
                break;
        }
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
