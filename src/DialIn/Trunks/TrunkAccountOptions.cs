namespace DialIn.Trunks;

/// <summary>One entry of <c>DialIn:Trunks[]:Accounts</c>: one of several accounts at the same carrier.</summary>
internal sealed class TrunkAccountOptions
{
    /// <summary>The account's name in logs, metrics and commands, unique within its trunk: letters, digits, <c>-</c>, <c>_</c>, <c>.</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>User part of the account's address of record.</summary>
    public string Username { get; set; } = "";

    /// <summary>User name for the digest, where the carrier gives another than <see cref="Username"/>.</summary>
    // Unset: most carriers use one name for both.
    public string? AuthUsername { get; set; }

    /// <summary>File of mode 0600 with the password as its first line. Without it the account is not registered.</summary>
    public string? PasswordFile { get; set; }
}
