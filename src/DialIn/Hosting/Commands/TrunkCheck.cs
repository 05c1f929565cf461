using DialIn.Hosting.Configuration;
using DialIn.Trunks;

namespace DialIn.Hosting.Commands;

/// <summary>The part of <c>dialin check</c> that says what each trunk is. Its faults come with the configuration's.</summary>
internal static class TrunkCheck
{
    /// <summary>One finding for each trunk whose configuration is right.</summary>
    public static IEnumerable<Finding> Find(LoadedConfiguration loaded)
    {
        foreach (var (index, trunk) in loaded.Options.Trunks.Index())
        {
            // One without a password has its line already: the configuration's warning.
            var hasNoPassword = trunk is { Mode: TrunkMode.Register, PasswordFile: null };
            if (!hasNoPassword && !loaded.Faults.HasFaultAt($"{DialInOptions.Section}:Trunks:{index}"))
            {
                yield return new Finding(Verdict.Ok, $"trunk {trunk.Name}", Describe(trunk));
            }
        }
    }

    private static string Describe(TrunkOptions trunk) => trunk switch
    {
        { Mode: TrunkMode.Static } => $"calls from {string.Join(", ", trunk.AllowedSources)}",
        _ => $"registers at {trunk.Registrar} as {trunk.Username}; {trunk.PasswordFile} is this user's alone",
    };
}
