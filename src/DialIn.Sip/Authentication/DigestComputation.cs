using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DialIn.Sip.Authentication;

/// <summary>The arithmetic of digest authentication (RFC 3261 §22.4), with MD5 and SHA-256 (RFC 8760 §2.2).</summary>
public static class DigestComputation
{
    /// <summary>The name of the algorithm that every peer has.</summary>
    public const string Md5 = "MD5";

    /// <summary>The name of the algorithm that is preferred where offered.</summary>
    public const string Sha256 = "SHA-256";

    /// <summary>Can <see cref="Response"/> compute with this algorithm? <c>null</c> stands for MD5.</summary>
    public static bool IsSupported(string? algorithm) => algorithm is null || Is(algorithm, Md5) || Is(algorithm, Sha256);

    /// <summary>The proof of a user's credentials for one request.</summary>
    /// <param name="algorithm">MD5, SHA-256, or <c>null</c> for MD5.</param>
    /// <param name="username">The user of the credentials.</param>
    /// <param name="realm">The realm of the challenge.</param>
    /// <param name="password">The secret.</param>
    /// <param name="method">The method of the request.</param>
    /// <param name="uri">The Request-URI, exactly as in the <c>uri</c> parameter.</param>
    /// <param name="nonce">The nonce of the challenge.</param>
    /// <param name="cnonce">The client's nonce; ignored without <paramref name="qop"/>.</param>
    /// <param name="nonceCount">How often the nonce was used, from 1; ignored without <paramref name="qop"/>.</param>
    /// <param name="qop"><c>auth</c>, or <c>null</c> for the older form without it.</param>
    /// <returns>Lower-case hexadecimal digits: 32 for MD5, 64 for SHA-256.</returns>
    /// <exception cref="ArgumentException">The algorithm is not supported.</exception>
    public static string Response(
        string? algorithm, string username, string realm, string password, string method, string uri, string nonce, string? cnonce, uint nonceCount, string? qop) =>
        ResponseOf(algorithm, UserHash(algorithm, username, realm, password), method, uri, nonce, cnonce, nonceCount, qop);

    /// <summary>What a server keeps instead of the password: it proves the user in this realm, and only there.</summary>
    internal static string UserHash(string? algorithm, string username, string realm, string password) => Hash(algorithm, $"{username}:{realm}:{password}");

    /// <summary>The proof, from <see cref="UserHash"/> instead of the password.</summary>
    internal static string ResponseOf(string? algorithm, string userHash, string method, string uri, string nonce, string? cnonce, uint nonceCount, string? qop)
    {
        var requestHash = Hash(algorithm, $"{method}:{uri}");
        return Hash(algorithm, qop is null
            ? $"{userHash}:{nonce}:{requestHash}"
            : string.Create(CultureInfo.InvariantCulture, $"{userHash}:{nonce}:{nonceCount:x8}:{cnonce}:{qop}:{requestHash}"));
    }

    /// <summary>Does the proof in <paramref name="authorization"/> come from someone who knows the password? For registrars.</summary>
    public static bool Verify(DigestAuthorization authorization, string password, string method)
    {
        ArgumentNullException.ThrowIfNull(authorization);
        if (!IsSupported(authorization.Algorithm))
        {
            return false;
        }

        var expected = Response(
            authorization.Algorithm, authorization.Username, authorization.Realm, password, method, authorization.Uri,
            authorization.Nonce, authorization.Cnonce, authorization.NonceCount ?? 0, authorization.Qop);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(authorization.Response));
    }

#pragma warning disable CA5351 // Every registrar has MD5 and many have nothing else; SHA-256 is preferred where offered.
    private static string Hash(string? algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(algorithm switch
        {
            null => MD5.HashData(bytes),
            _ when Is(algorithm, Md5) => MD5.HashData(bytes),
            _ when Is(algorithm, Sha256) => SHA256.HashData(bytes),
            _ => throw new ArgumentException($"digest algorithm {algorithm} is not supported", nameof(algorithm)),
        });
    }
#pragma warning restore CA5351

    private static bool Is(string algorithm, string name) => algorithm.Equals(name, StringComparison.OrdinalIgnoreCase);
}
