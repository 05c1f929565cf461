namespace DialIn.Secrets;

/// <summary>Somebody who shows a secret to a peer: a trunk's account, a BBB server's API.</summary>
internal interface ICredentialUser
{
    /// <summary>Whose secret it is.</summary>
    CredentialName Name { get; }

    /// <summary>The secret in the configuration, which counts until another is stored; <see langword="null"/> without one. The caller disposes of it.</summary>
    Secret? Configured();

    /// <summary>Whether this process may show it to the peer now; else another one does.</summary>
    bool MayProve => true;

    /// <summary>Shows the peer a secret, beside what is in use and without touching it. Never throws for what the peer does.</summary>
    /// <exception cref="OperationCanceledException">The program ends.</exception>
    Task<Proof> ProveAsync(Secret secret, CancellationToken cancellationToken);

    /// <summary>Uses the present secret at once: what was used last was refused.</summary>
    void UseNow();

    /// <summary>Hears that anything about the secrets has changed, also what is only kept beside the present one.</summary>
    void OnChanged()
    {
    }
}
