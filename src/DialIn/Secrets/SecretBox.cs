namespace DialIn.Secrets;

/// <summary>Seals and opens secrets with the keys at hand, and explains when that cannot be done. Thread-safe.</summary>
internal sealed class SecretBox(KeySource keys)
{
    /// <summary>Encrypts with the newest key.</summary>
    /// <exception cref="SecretsException">There is no key.</exception>
    public SealedSecret Seal(CredentialName name, int version, Secret secret) => SecretSeal.Seal(keys.Require().Newest, name, version, secret);

    /// <summary>Opens.</summary>
    /// <exception cref="SecretsException">Its key is not at hand, or it is not what was sealed under this name and version.</exception>
    public Secret Open(CredentialName name, int version, SealedSecret content)
    {
        var ring = keys.Find() ?? throw new SecretsException(
            $"The stored secret {version} of {name} was encrypted with key {content.KeyId}, and there is no key: put it back as {keys.File}. {IfItIsLost(name)}");
        var key = ring.Find(content.KeyId) ?? throw new SecretsException(
            $"The stored secret {version} of {name} was encrypted with key {content.KeyId}, and {ring.Source} holds key {string.Join(", ", ring.Keys.Select(static k => k.Id))}: put the right one back. {IfItIsLost(name)}");
        return SecretSeal.Open(key, name, version, content) ?? throw new SecretsException(
            $"The stored secret {version} of {name} does not open: its row in the database was changed, or comes from another one. {IfItIsLost(name)}");
    }

    // Forgetting needs no key; that is the way out when it is gone for good.
    private static string IfItIsLost(CredentialName name)
    {
        var parts = name.Text.Split('/');
        var account = parts.Length > 2 ? $" --account {parts[2]}" : "";
        return $"If it is lost: dialin {parts[0]} forget {parts[1]}{account}, and set the secret anew";
    }
}
