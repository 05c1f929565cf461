using DialIn.Trunks;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for the accounts of a trunk that registers: the flat keys for one, or <c>Accounts</c> for several, never both.</summary>
internal static class TrunkAccountRules
{
    /// <summary>Checks the accounts of one Register trunk.</summary>
    public static void Check(TrunkOptions trunk, int index, string baseFolder, FaultList faults)
    {
        if (trunk.Accounts.Count == 0)
        {
            CheckUsername(trunk.Username, OptionsRules.Key($"Trunks:{index}:Username"), faults);
            PasswordFileRule.Check(TrunkAccount.Of(trunk)[0], OptionsRules.Key($"Trunks:{index}:PasswordFile"), baseFolder, faults);
            return;
        }

        CheckFlatKeysUnset(trunk, index, faults);
        NameRules.Check(trunk.Accounts.Select(static account => account.Name), $"Trunks:{index}:Accounts", faults);
        CheckUsernamesDiffer(trunk, index, faults);
        foreach (var (number, account) in TrunkAccount.Of(trunk).Index())
        {
            CheckUsername(account.Username, OptionsRules.Key($"Trunks:{index}:Accounts:{number}:Username"), faults);
            PasswordFileRule.Check(account, OptionsRules.Key($"Trunks:{index}:Accounts:{number}:PasswordFile"), baseFolder, faults);
        }
    }

    private static void CheckFlatKeysUnset(TrunkOptions trunk, int index, FaultList faults)
    {
        (string Name, string? Value)[] flat =
        [
            (nameof(trunk.Username), trunk.Username),
            (nameof(trunk.AuthUsername), trunk.AuthUsername),
            (nameof(trunk.PasswordFile), trunk.PasswordFile),
        ];
        foreach (var (name, value) in flat.Where(static key => key.Value is not null))
        {
            faults.Add(OptionsRules.Key($"Trunks:{index}:{name}"), value, "is set beside Accounts; move it into an entry of Accounts, or remove Accounts");
        }
    }

    // The carrier would hold one binding for both, and each would push the other out.
    private static void CheckUsernamesDiffer(TrunkOptions trunk, int index, FaultList faults)
    {
        var firstUse = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (number, account) in trunk.Accounts.Index())
        {
            if (account.Username.Length > 0 && !firstUse.TryAdd(account.Username, number))
            {
                faults.Add(
                    OptionsRules.Key($"Trunks:{index}:Accounts:{number}:Username"),
                    account.Username,
                    $"is the one of Trunks:{index}:Accounts:{firstUse[account.Username]} already; an account is registered once");
            }
        }
    }

    internal static void CheckUsername(string? username, string key, FaultList faults)
    {
        if (string.IsNullOrWhiteSpace(username) || username.Any(static c => char.IsWhiteSpace(c) || c is '@' or ':' or '<' or '>'))
        {
            faults.Add(key, username, "must be the user part of the account's address, without @ and host");
        }
    }
}
