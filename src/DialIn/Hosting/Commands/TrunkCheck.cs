using DialIn.Hosting.Configuration;
using DialIn.Trunks;

namespace DialIn.Hosting.Commands;

/// <summary>The part of <c>dialin check</c> that says what each trunk is. Its faults come with the configuration's.</summary>
internal static class TrunkCheck
{
    /// <summary>One finding for each trunk and account whose configuration is right.</summary>
    public static IEnumerable<Finding> Find(LoadedConfiguration loaded) => loaded.Options.Trunks.Index()
        .Where(entry => !loaded.Faults.HasFaultAt($"{DialInOptions.Section}:Trunks:{entry.Index}"))
        .SelectMany(static entry => Find(entry.Item));

    private static IEnumerable<Finding> Find(TrunkOptions trunk) => trunk.Mode == TrunkMode.Static
        ? [new Finding(Verdict.Ok, $"trunk {trunk.Name}", $"calls from {string.Join(", ", trunk.AllowedSources)}")]

        // One without a password has its line already: the configuration's warning.
        : TrunkAccount.Of(trunk).Where(static account => account.PasswordFile is not null).Select(account => new Finding(
            Verdict.Ok, $"trunk {account.Label}", $"registers at {trunk.Registrar} as {account.Username}; {account.PasswordFile} is this user's alone"));
}
