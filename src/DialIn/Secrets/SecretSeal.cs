using System.Security.Cryptography;
using System.Text;

namespace DialIn.Secrets;

/// <summary>
/// Encrypts and opens secrets with AES-256-GCM. The name and the version are associated data: a ciphertext that somebody puts
/// into another row, or an older one put into a newer's place, does not open.
/// </summary>
internal static class SecretSeal
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Encrypts. The nonce is random: with so few secrets per key, two alike are not to be expected in the life of the universe.</summary>
    public static SealedSecret Seal(SecretKey key, CredentialName name, int version, Secret secret)
    {
        var content = new byte[NonceBytes + secret.Utf8.Length + TagBytes];
        var nonce = content.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Bytes, TagBytes);
        aes.Encrypt(nonce, secret.Utf8, content.AsSpan(NonceBytes, secret.Utf8.Length), content.AsSpan(^TagBytes..), Bound(name, version));
        return new SealedSecret(key.Id, Convert.ToBase64String(content));
    }

    /// <summary>Opens.</summary>
    /// <returns><see langword="null"/> if it was not sealed with this key for this name and version, or was changed since.</returns>
    public static Secret? Open(SecretKey key, CredentialName name, int version, SealedSecret sealedSecret)
    {
        var content = new byte[sealedSecret.Content.Length];
        if (!Convert.TryFromBase64String(sealedSecret.Content, content, out var length) || length < NonceBytes + TagBytes)
        {
            return null;
        }

        Span<byte> plain = stackalloc byte[Secret.MaxBytes];
        if (length - NonceBytes - TagBytes > plain.Length)
        {
            return null;
        }

        plain = plain[..(length - NonceBytes - TagBytes)];
        try
        {
            using var aes = new AesGcm(key.Bytes, TagBytes);
            var tag = content.AsSpan(length - TagBytes, TagBytes);
            aes.Decrypt(content.AsSpan(0, NonceBytes), content.AsSpan(NonceBytes, plain.Length), tag, plain, Bound(name, version));
            return Secret.Of(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    // A name has no line end, so no two pairs of name and version give the same bytes.
    private static byte[] Bound(CredentialName name, int version) =>
        Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"dialin secret 1\n{name.Text}\n{version}"));
}
