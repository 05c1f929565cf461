using DialIn.Secrets;

namespace DialIn.BigBlueButton;

/// <summary>A BBB server's shared secret: proved by a signed <c>getMeetings</c>, which changes nothing on the server.</summary>
internal sealed class ServerCredential(ServerOptions server, BbbApiClient client) : ICredentialUser
{
    // Ten seconds: longer than a poll may take, because nobody's call waits for it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public CredentialName Name { get; } = CredentialName.OfServer(server.Name);

    /// <inheritdoc/>
    public Secret? Configured() => server.Secret.Length > 0 ? Secret.Of(server.Secret) : null;

    /// <inheritdoc/>
    public async Task<Proof> ProveAsync(Secret secret, CancellationToken cancellationToken) =>
        ServerSecrets.ProofOf(await client.GetMeetingsAsync(server, secret.Reveal(), Limit, cancellationToken));

    /// <inheritdoc/>
    public void UseNow()
    {
        // The next poll, at most a few seconds away, reads it anyway.
    }
}
