namespace DialIn.Secrets;

/// <summary>Where secrets are handed in and steps are taken, by the service and by the verbs alike. Thread-safe.</summary>
internal sealed class CredentialDesk(ICredentialStore store, SecretBox box, RotationMachine machine, TimeProvider time)
{
    /// <summary>The state of a credential.</summary>
    public Task<Credential> LoadAsync(CredentialName name, bool isConfigured, CancellationToken cancellationToken) =>
        store.LoadAsync(name, isConfigured, time.GetMoment(), cancellationToken);

    /// <summary>Hands a new secret in.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="isConfigured">Whether the configuration has one.</param>
    /// <param name="secret">The new one.</param>
    /// <param name="isImposed">Use it at once, without proof.</param>
    /// <param name="who">Who hands it in.</param>
    /// <param name="cancellationToken">Gives up before.</param>
    /// <returns>The version that it got.</returns>
    /// <exception cref="SecretsException">There is no key.</exception>
    public async Task<int> TakeAsync(CredentialName name, bool isConfigured, Secret secret, bool isImposed, string who, CancellationToken cancellationToken)
    {
        var at = time.GetMoment();
        RotationInput input = isImposed ? new RotationInput.Imposed(at) : new RotationInput.Offered(at);
        var step = await store.StepAsync(
            name, isConfigured, state => machine.On(state, input), version => box.Seal(name, version, secret), at, who, cancellationToken);
        return step.Next.LastVersion;
    }

    /// <summary>Takes another step.</summary>
    public Task<RotationStep> StepAsync(CredentialName name, bool isConfigured, RotationInput input, string who, CancellationToken cancellationToken) =>
        store.StepAsync(name, isConfigured, state => machine.On(state, input), null, input.At, who, cancellationToken);

    /// <summary>A credential with the content of its secrets.</summary>
    /// <exception cref="SecretsException">One of them does not open.</exception>
    public async Task<HeldCredential> OpenAsync(CredentialName name, bool isConfigured, CancellationToken cancellationToken)
    {
        var state = await LoadAsync(name, isConfigured, cancellationToken);
        var contents = new Dictionary<int, Secret>();
        foreach (var slot in state.Slots.Where(static slot => slot.Version != SecretSlot.Configured))
        {
            // Gone between the two questions: the next revision tells.
            if (await store.ReadAsync(name, slot.Version, cancellationToken) is { } content)
            {
                contents[slot.Version] = box.Open(name, slot.Version, content);
            }
        }

        return new HeldCredential(state, contents);
    }
}
