using System.Security.Cryptography;
using System.Text;

namespace DialIn.Secrets;

/// <summary>Decides who may use the HTTP interface: holders of a stored token, or of the one in the configuration.</summary>
/// <param name="store">The stored ones.</param>
/// <param name="configured">The one in the configuration, if any.</param>
/// <param name="time">The clock.</param>
internal sealed class ApiTokens(IApiTokenStore store, string? configured, TimeProvider time)
{
    // 256 random bits: no table of hashes has it, so a plain hash hides it.
    private const int TokenBytes = 32;

    private readonly string? _configuredHash = string.IsNullOrEmpty(configured) ? null : HashOf(configured);

    /// <summary>A new token, in letters that need no quoting anywhere.</summary>
    public static string Create() => $"dialin_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes))}";

    /// <summary>What is stored of a token.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Whether a token is good now. What is compared are hashes, so the time it takes tells nothing of a token.</summary>
    public async Task<bool> IsValidAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length == 0)
        {
            return false;
        }

        var hash = HashOf(token);
        return await store.FindAsync(hash, cancellationToken) is { } stored
            ? stored.ValidUntil is not { } end || end > time.GetUtcNow()
            : hash == _configuredHash;
    }
}
