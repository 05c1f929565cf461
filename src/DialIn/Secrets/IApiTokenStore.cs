namespace DialIn.Secrets;

/// <summary>
/// The tokens of the HTTP interface, by their hashes. What has ended stays: if it is in a configuration as well, of this process or of another
/// one, its row alone says that it is refused.
/// </summary>
internal interface IApiTokenStore
{
    /// <summary>The token with this hash, also one that has ended; <see langword="null"/> if it is none of these.</summary>
    Task<ApiToken?> FindAsync(string hash, CancellationToken cancellationToken);

    /// <summary>All, the newest first.</summary>
    Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds a token, and lets others end, in one transaction with its audit record.</summary>
    /// <param name="hash">The new one's hash.</param>
    /// <param name="role">What the new one is good for.</param>
    /// <param name="until">When the new one ends; <see langword="null"/>: not by itself.</param>
    /// <param name="endOthersAt">When all others of this role end that have not ended before; <see langword="null"/> leaves them.</param>
    /// <param name="configuredHash">The hash of the configured token, which is one of the others if the role is that of an administrator; <see langword="null"/> without one.</param>
    /// <param name="at">Now.</param>
    /// <param name="who">For the audit.</param>
    /// <param name="cancellationToken">Gives up before.</param>
    Task AddAsync(
        string hash, ApiRole role, DateTimeOffset? until, DateTimeOffset? endOthersAt, string? configuredHash, DateTimeOffset at, string who, CancellationToken cancellationToken);

    /// <summary>Ends a token and forgets it, as one that nobody needs to find again. Not for that of the configuration, which is refused by its row alone.</summary>
    Task RemoveAsync(string hash, DateTimeOffset at, string who, CancellationToken cancellationToken);

    /// <summary>Ends tokens whose hash begins so.</summary>
    /// <returns>How many ended.</returns>
    Task<int> EndAsync(string hashStart, DateTimeOffset at, string who, CancellationToken cancellationToken);
}

/// <summary>A token of the HTTP interface.</summary>
/// <param name="Hash">SHA-256 of it, in hexadecimal digits.</param>
/// <param name="Role">What it is good for.</param>
/// <param name="CreatedAt">When it came.</param>
/// <param name="ValidUntil">When it ends; <see langword="null"/>: not by itself.</param>
internal sealed record ApiToken(string Hash, ApiRole Role, DateTimeOffset CreatedAt, DateTimeOffset? ValidUntil)
{
    /// <summary>What people call it: the beginning of its hash.</summary>
    public string Label => LabelOf(Hash);

    /// <summary>The same of a hash.</summary>
    public static string LabelOf(string hash) => hash[..8];
}
