namespace DialIn.Secrets;

/// <summary>A secret, encrypted.</summary>
/// <param name="KeyId">Which key opens it.</param>
/// <param name="Content">Nonce, ciphertext and tag in base64.</param>
internal sealed record SealedSecret(string KeyId, string Content);
