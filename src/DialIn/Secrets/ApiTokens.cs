using System.Security.Cryptography;
using System.Text;

namespace DialIn.Secrets;

/// <summary>Decides who may use the HTTP interface: holders of a stored token, or of the one in the configuration.</summary>
/// <param name="store">The stored ones.</param>
/// <param name="configured">The one in the configuration, if any. It may do everything.</param>
/// <param name="time">The clock.</param>
internal sealed class ApiTokens(IApiTokenStore store, string? configured, TimeProvider time)
{
    private const string Start = "dialin_";

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");

    // 256 random bits: no table of hashes has it, so a plain hash hides it.
    private const int TokenBytes = 32;

    private readonly string? _configuredHash = string.IsNullOrEmpty(configured) ? null : HashOf(configured);

    /// <summary>A new token, in letters that need no quoting anywhere.</summary>
    public static string Create() => $"{Start}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes))}";

    /// <summary>What is stored of a token.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Whether it has the form of one that <see cref="Create"/> makes: 256 bits that nobody guesses. That of the configuration may be anything.</summary>
    public static bool IsUnguessable(string token) =>
        token.Length == Start.Length + (2 * TokenBytes) && token.StartsWith(Start, StringComparison.Ordinal) && token.AsSpan(Start.Length).IndexOfAnyExcept(HexDigits) < 0;

    /// <summary>What a token is good for now; <see langword="null"/>: for nothing. What is compared are hashes, so the time it takes tells nothing of a token.</summary>
    public async Task<ApiGrant?> FindAsync(string token, CancellationToken cancellationToken) =>
        token.Length == 0 ? null : await FindHashedAsync(HashOf(token), cancellationToken);

    /// <summary>The same of a token that was shown before, by its <see cref="HashOf"/>.</summary>
    public async Task<ApiGrant?> FindHashedAsync(string hash, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(hash, cancellationToken) is { } stored)
        {
            return stored.ValidUntil is not { } end || end > time.GetUtcNow() ? new ApiGrant(stored.Role, stored.Label, hash) : null;
        }

        return _configuredHash is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(_configuredHash))
            ? new ApiGrant(ApiRole.Admin, ApiToken.LabelOf(hash), hash)
            : null;
    }
}

/// <summary>What a good token is good for.</summary>
/// <param name="Role">What it may do.</param>
/// <param name="Label">What people call it: the beginning of its hash.</param>
/// <param name="Hash">Its hash, by which it is looked up again.</param>
internal sealed record ApiGrant(ApiRole Role, string Label, string Hash)
{
    /// <summary>Without the hash: the token of the configuration may be one that is guessed from it.</summary>
    public override string ToString() => $"{Role} {Label}";
}
