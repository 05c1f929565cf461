using DialIn.Secrets;

namespace DialIn.Trunks;

/// <summary>Trunks with their passwords, for those who look on, and for those who change a password.</summary>
internal sealed class TrunkDesk(IReadOnlyList<TrunkOptions> trunks, TrunkRegistrations registrations, SecretVault vault, IEnumerable<ICredentialUser> users)
{
    private readonly IReadOnlyList<TrunkAccount> _accounts = [.. trunks.SelectMany(TrunkAccount.WithPassword)];
    private readonly Dictionary<CredentialName, ICredentialUser> _users = users.DistinctBy(static user => user.Name).ToDictionary(static user => user.Name);

    /// <summary>All trunks and accounts as they are now.</summary>
    public IReadOnlyList<TrunkStatus> Statuses => [.. registrations.Statuses.Select(status => status with
    {
        Passwords = [.. _accounts.Where(account => IsOf(account, status)).Select(account => TrunkPassword.Of(account, vault.Find(NameOf(account))?.State))],
    })];

    /// <summary>Trunks that have a password.</summary>
    public IEnumerable<string> Names => _accounts.Select(static account => account.Trunk).Distinct();

    /// <summary>Names of the accounts of a trunk that have a password.</summary>
    public IReadOnlyList<string> AccountsOf(string trunk) => [.. Of(trunk).Select(static account => account.Name)];

    /// <summary>The password of a trunk; <see langword="null"/> if there is none of that name, or several and no account is named.</summary>
    /// <param name="trunk">The trunk's name.</param>
    /// <param name="account">The account's name, where the trunk has several.</param>
    public CredentialName? Find(string trunk, string? account)
    {
        var found = Of(trunk).ToList();
        var chosen = account is null && found.Count == 1 ? found[0] : found.Find(one => one.Name.Equals(account, StringComparison.OrdinalIgnoreCase));
        return chosen is null ? null : NameOf(chosen);
    }

    /// <summary>Whether the configuration has a password beside what is stored.</summary>
    public bool IsConfigured(CredentialName name)
    {
        using var configured = _users.GetValueOrDefault(name)?.Configured();
        return configured is not null;
    }

    private static CredentialName NameOf(TrunkAccount account) => CredentialName.OfTrunk(account.Trunk, account.Name);

    // A Static trunk has one status, whatever passwords it has.
    private static bool IsOf(TrunkAccount account, TrunkStatus status) =>
        account.Trunk == status.Name && (status.Account is null || account.Name == status.Account);

    private IEnumerable<TrunkAccount> Of(string trunk) => _accounts.Where(account => account.Trunk.Equals(trunk, StringComparison.OrdinalIgnoreCase));
}
