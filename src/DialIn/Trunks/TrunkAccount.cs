namespace DialIn.Trunks;

/// <summary>An account at a carrier, whichever way the configuration writes it.</summary>
/// <param name="Trunk">The trunk's name.</param>
/// <param name="Name">The account's name, unique within the trunk. A trunk with the flat keys has one account, named like the trunk.</param>
/// <param name="Username">User part of the address of record.</param>
/// <param name="AuthUsername">User name for the digest.</param>
/// <param name="PasswordFile">File with the password, as it is written in the configuration; <see langword="null"/> without one.</param>
internal sealed record TrunkAccount(string Trunk, string Name, string Username, string AuthUsername, string? PasswordFile)
{
    // Beside the account that the carrier shows us, which has the trunk's name.
    private const string OutgoingName = "outgoing";

    /// <summary>What logs and commands call it: the trunk's name, or <c>trunk/account</c>.</summary>
    public string Label => Name == Trunk ? Trunk : $"{Trunk}/{Name}";

    /// <summary>The account with which a carrier proves to us who it is; <see langword="null"/> for a trunk that does not ask.</summary>
    public static TrunkAccount? Incoming(TrunkOptions trunk) => trunk is { Mode: TrunkMode.Static, Authentication.Username: { } username }
        ? new TrunkAccount(trunk.Name, trunk.Name, username, username, trunk.Authentication.PasswordFile)
        : null;

    /// <summary>The account that a carrier asks for although nobody registers with it; <see langword="null"/> where none is configured.</summary>
    public static TrunkAccount? Outgoing(TrunkOptions trunk) => trunk is { Mode: TrunkMode.Static, Outgoing.Username: { } username }
        ? new TrunkAccount(trunk.Name, OutgoingName, username, username, trunk.Outgoing.PasswordFile)
        : null;

    /// <summary>All that have a password: the accounts, and what a carrier shows us or asks of us without a registration.</summary>
    public static IEnumerable<TrunkAccount> WithPassword(TrunkOptions trunk) =>
        Of(trunk).Concat(new[] { Incoming(trunk), Outgoing(trunk) }.OfType<TrunkAccount>());

    /// <summary>The accounts of a trunk; none of a Static one.</summary>
    public static IReadOnlyList<TrunkAccount> Of(TrunkOptions trunk)
    {
        if (trunk.Mode != TrunkMode.Register)
        {
            return [];
        }

        return trunk.Accounts.Count > 0
            ? [.. trunk.Accounts.Select(account => new TrunkAccount(
                trunk.Name, account.Name, account.Username, account.AuthUsername ?? account.Username, account.PasswordFile))]
            : [new TrunkAccount(trunk.Name, trunk.Name, trunk.Username ?? "", trunk.AuthUsername ?? trunk.Username ?? "", trunk.PasswordFile)];
    }
}
