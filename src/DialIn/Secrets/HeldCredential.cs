namespace DialIn.Secrets;

/// <summary>A credential in memory, with the content of its stored secrets.</summary>
/// <param name="State">How far its rotation is.</param>
/// <param name="Contents">By version. The configured one is not here: it is read from the configuration for each use.</param>
internal sealed record HeldCredential(Credential State, IReadOnlyDictionary<int, Secret> Contents)
{
    /// <summary>The secret to show; <see langword="null"/> if it is the configured one, or none.</summary>
    public Secret? Active => ContentOf(State.Active);

    /// <summary>The stored secret to show, once, when the active one is refused: a new one first, then the one before.</summary>
    public SecretSlot? Other => State.Pending ?? State.Fallback;

    /// <summary>The content of a slot, unless it is the configured one.</summary>
    public Secret? ContentOf(SecretSlot? slot) => slot is null ? null : Contents.GetValueOrDefault(slot.Version);

    /// <summary>Never the secrets.</summary>
    public override string ToString() => $"{State.Name} ****";
}
