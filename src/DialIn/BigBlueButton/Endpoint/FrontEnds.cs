using DialIn.Secrets;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Who may call the endpoint, and by which secrets they are known now. Thread-safe.</summary>
internal sealed class FrontEnds(IReadOnlyList<FrontEndOptions> frontEnds, SecretVault vault)
{
    /// <summary>The front end that signed a call; <see langword="null"/> if none did.</summary>
    /// <param name="callName">Name of the call.</param>
    /// <param name="query">What was signed.</param>
    /// <param name="checksum">What it showed, in any case; its length tells the algorithm.</param>
    public CallSigner? FindSigner(string callName, string query, string checksum)
    {
        if (BbbChecksum.AlgorithmOf(checksum) is not { } algorithm)
        {
            return null;
        }

        CallSigner? found = null;
        // All are tried: the time it takes tells neither which one fits nor how much of it.
        foreach (var (name, secret) in frontEnds.SelectMany(frontEnd => SecretsOf(frontEnd).Select(secret => (frontEnd.Name, secret))))
        {
            if (BbbChecksum.Matches(checksum, callName, query, secret, algorithm))
            {
                found ??= new CallSigner(name, secret, algorithm);
            }
        }

        return found;
    }

    /// <summary>Whether a front end may sign with this secret, which is then also a server's.</summary>
    public bool Know(string secret) => frontEnds.SelectMany(SecretsOf).Contains(secret, StringComparer.Ordinal);

    // The front end is told its new secret a while before or after us: during the change each one that is held counts.
    private IEnumerable<string> SecretsOf(FrontEndOptions frontEnd) =>
        vault.Find(CredentialName.OfFrontEnd(frontEnd.Name)) is not { } held || !held.State.Slots.Any()
            ? [frontEnd.Secret]
            : held.State.Slots
                .Select(slot => slot.Version == SecretSlot.Configured ? frontEnd.Secret : held.ContentOf(slot)?.Reveal())
                .OfType<string>()
                .Where(static secret => secret.Length > 0);
}

/// <summary>The front end that signed a call. Never prints its secret.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Secret">The secret that it used.</param>
/// <param name="Algorithm">With which hash.</param>
internal sealed record CallSigner(string Name, string Secret, ChecksumAlgorithm Algorithm)
{
    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
