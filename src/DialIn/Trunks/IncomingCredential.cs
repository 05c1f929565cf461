using DialIn.Secrets;

namespace DialIn.Trunks;

/// <summary>
/// The password with which a carrier proves itself to us. We cannot prove it: the carrier shows it. So it is imposed, and during its
/// change both count.
/// </summary>
internal sealed class IncomingCredential(TrunkAccount account, StoredTrunkSecrets secrets, ITrunkSecrets files) : ICredentialUser
{
    /// <inheritdoc/>
    public CredentialName Name { get; } = CredentialName.OfTrunk(account.Trunk, account.Name);

    /// <inheritdoc/>
    public Secret? Configured() => files.Find(account.Trunk, account.Name) is { } file ? Secret.Of(file.Current) : null;

    /// <inheritdoc/>
    public Task<Proof> ProveAsync(Secret secret, CancellationToken cancellationToken) =>
        Task.FromResult(new Proof(ProofOutcome.NotAsked, "the carrier shows it to us, and nobody else can; it counts beside the one before"));

    /// <inheritdoc/>
    public void UseNow()
    {
        // Whoever checks the carrier hears of each change.
    }

    /// <inheritdoc/>
    public void OnChanged() => secrets.Tell(account.Trunk, account.Name);
}
