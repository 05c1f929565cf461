using Microsoft.Extensions.Configuration;

namespace DialIn.Hosting.Configuration;

/// <summary>What is left of an example: the word that stands there for what only the operator knows.</summary>
internal static class PlaceholderRules
{
    private const string Placeholder = "FILL-IN";

    /// <summary>Names each such value. Nothing else would: a carrier takes any user name for one, until it refuses it.</summary>
    public static void Check(IConfigurationSection section, FaultList faults)
    {
        foreach (var (key, value) in section.AsEnumerable().Where(static entry => entry.Value?.Contains(Placeholder, StringComparison.Ordinal) == true).OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            // Half of a secret may stand beside the word.
            faults.Add(key, value == Placeholder ? value : null, $"is still to be filled in: {Placeholder} stands in the examples for what the carrier, or the server, gave you");
        }
    }
}
