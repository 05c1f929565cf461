using DialIn.Trunks;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for what carriers and strangers may send: limits, and the password that a carrier proves.</summary>
internal static class TrafficRules
{
    private static readonly TimeSpan ShortestQuiet = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestQuiet = TimeSpan.FromDays(90);

    private const int MostCalls = 100_000;
    private const int MostCallsPerSecond = 1_000;

    /// <summary>Checks them.</summary>
    public static void Check(DialInOptions options, string baseFolder, FaultList faults)
    {
        var sip = options.Sip;
        Between(sip.MaxCallsPerSecond, 1, MostCallsPerSecond, OptionsRules.Key($"Sip:MaxCallsPerSecond"), faults);
        Between(sip.MaxMessagesPerSecond, 100, 100_000, OptionsRules.Key($"Sip:MaxMessagesPerSecond"), faults);
        foreach (var (index, word) in sip.IgnoredUserAgents.Index().Where(static entry => entry.Item.Length < 3))
        {
            faults.Add(OptionsRules.Key($"Sip:IgnoredUserAgents:{index}"), word, "must have three letters or more; less is part of every carrier's name");
        }

        var firstUse = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, trunk) in options.Trunks.Index())
        {
            Between(trunk.MaxCalls ?? 1, 1, MostCalls, OptionsRules.Key($"Trunks:{index}:MaxCalls"), faults);
            Between(trunk.MaxPendingCalls, 1, MostCalls, OptionsRules.Key($"Trunks:{index}:MaxPendingCalls"), faults);
            if (trunk.AlarmWithoutCallsFor is { } quiet && (quiet < ShortestQuiet || quiet > LongestQuiet))
            {
                faults.Add(OptionsRules.Key($"Trunks:{index}:AlarmWithoutCallsFor"), Duration.Format(quiet), $"must be {Duration.Format(ShortestQuiet)} to {Duration.Format(LongestQuiet)}");
            }

            Between(trunk.MaxCallsPerSecond, 1, MostCallsPerSecond, OptionsRules.Key($"Trunks:{index}:MaxCallsPerSecond"), faults);
            if (trunk.FullStatus is not (503 or 486))
            {
                faults.Add(OptionsRules.Key($"Trunks:{index}:FullStatus"), trunk.FullStatus, "must be 503 or 486");
            }

            CheckAuthentication(trunk, index, baseFolder, firstUse, faults);
        }
    }

    private static void CheckAuthentication(TrunkOptions trunk, int index, string baseFolder, Dictionary<string, int> firstUse, FaultList faults)
    {
        var (username, file) = (trunk.Authentication.Username, trunk.Authentication.PasswordFile);
        var key = OptionsRules.Key($"Trunks:{index}:Authentication:Username");
        if (TrunkAccount.Incoming(trunk) is not { } account)
        {
            if (trunk.Authentication.Algorithms != OfferedDigests.Sha256AndMd5)
            {
                faults.Add(
                    OptionsRules.Key($"Trunks:{index}:Authentication:Algorithms"), trunk.Authentication.Algorithms,
                    "is about a password that nobody is asked for; name Authentication:Username and PasswordFile of a Static trunk, or remove it");
            }

            if (username is not null || file is not null)
            {
                var why = trunk.Mode == TrunkMode.Register ? "has no effect on a Register trunk, which is known by its registrar; remove it" : "is missing; name the user that the carrier shows, or remove PasswordFile";
                faults.Warn(key, username, why);
            }

            return;
        }

        if (account.Username.Length == 0 || account.Username.Any(char.IsControl))
        {
            faults.Add(key, username, "must be the user name that the carrier shows");
        }
        else if (!firstUse.TryAdd(account.Username, index))
        {
            faults.Add(key, username, $"is the one of Trunks:{firstUse[account.Username]} already; by it the trunks are told apart");
        }

        var fileKey = OptionsRules.Key($"Trunks:{index}:Authentication:PasswordFile");
        if (file is null)
        {
            faults.Warn(fileKey, null, $"is missing; trunk {trunk.Name} has no password yet, and refuses every call");
        }
        else
        {
            PasswordFileRule.Check(account, fileKey, baseFolder, faults);
        }
    }

    private static void Between(int value, int least, int most, string key, FaultList faults)
    {
        if (value < least || value > most)
        {
            faults.Add(key, value, $"must be {least} to {most}");
        }
    }
}
