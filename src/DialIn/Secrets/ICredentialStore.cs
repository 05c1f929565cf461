namespace DialIn.Secrets;

/// <summary>Where credentials are kept, shared with other processes. Content is encrypted before it comes here.</summary>
internal interface ICredentialStore
{
    /// <summary>A number for each stored credential that changes with each step: how another process's step is noticed.</summary>
    Task<IReadOnlyDictionary<CredentialName, long>> RevisionsAsync(CancellationToken cancellationToken);

    /// <summary>The state of a credential.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="isConfigured">Whether the configuration has a secret for it, which counts until one is stored.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Credential> LoadAsync(CredentialName name, bool isConfigured, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The encrypted content of a stored secret; <see langword="null"/> if it is gone.</summary>
    Task<SealedSecret?> ReadAsync(CredentialName name, int version, CancellationToken cancellationToken);

    /// <summary>Takes one step: loads, decides, writes the state and the audit records, all in one transaction.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="isConfigured">As in <see cref="LoadAsync"/>.</param>
    /// <param name="step">Decides; from the state as it is now, whoever changed it meanwhile.</param>
    /// <param name="seal">Encrypts the new secret under the version that it got; only if the step takes one in.</param>
    /// <param name="at">Now.</param>
    /// <param name="who">For the audit.</param>
    /// <param name="cancellationToken">Gives up before, never in the middle.</param>
    Task<RotationStep> StepAsync(
        CredentialName name, bool isConfigured, Func<Credential, RotationStep> step, Func<int, SealedSecret>? seal, DateTimeOffset at, string who, CancellationToken cancellationToken);

    /// <summary>All stored secrets.</summary>
    Task<IReadOnlyList<StoredSecret>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Encrypts all stored secrets anew: all or none.</summary>
    /// <param name="reseal">Opens one and seals it again. What it throws stops all.</param>
    /// <param name="cancellationToken">Gives up before, never in the middle.</param>
    /// <returns>How many there were.</returns>
    Task<int> ResealAsync(Func<StoredSecret, SealedSecret> reseal, CancellationToken cancellationToken);
}

/// <summary>A stored secret, encrypted.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Version">Which.</param>
/// <param name="Content">Encrypted.</param>
internal sealed record StoredSecret(CredentialName Name, int Version, SealedSecret Content);
