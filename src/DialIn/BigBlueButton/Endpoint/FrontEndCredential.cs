using DialIn.Secrets;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>The secret with which a front end proves itself to us. We cannot prove it: the front end shows it. During its change both count.</summary>
internal sealed class FrontEndCredential(FrontEndOptions frontEnd) : ICredentialUser
{
    /// <inheritdoc/>
    public CredentialName Name { get; } = CredentialName.OfFrontEnd(frontEnd.Name);

    /// <inheritdoc/>
    public Secret? Configured() => frontEnd.Secret.Length > 0 ? Secret.Of(frontEnd.Secret) : null;

    /// <inheritdoc/>
    public Task<Proof> ProveAsync(Secret secret, CancellationToken cancellationToken) =>
        Task.FromResult(new Proof(ProofOutcome.NotAsked, "the front end shows it to us, and nobody else can; it counts beside the one before"));

    /// <inheritdoc/>
    public void UseNow()
    {
        // The next call is checked with it.
    }
}
