namespace DialIn.Secrets;

/// <summary>The state of one credential's rotation; survives a restart in the database.</summary>
/// <param name="Name">Whose it is.</param>
internal sealed record Credential(CredentialName Name)
{
    /// <summary>The one that is shown to the peer.</summary>
    public SecretSlot? Active { get; init; }

    /// <summary>A new one, until it is proved. Refused, it stays for the case that the peer learns it later.</summary>
    public SecretSlot? Pending { get; init; }

    /// <summary>The one before, until it is proved dead or its time is over.</summary>
    public SecretSlot? Fallback { get; init; }

    /// <summary>The highest version ever given.</summary>
    public int LastVersion { get; init; }

    /// <summary>Attempts to prove a secret that brought no answer, in a row.</summary>
    public int Unanswered { get; init; }

    /// <summary>When a secret is to be proved next; <see langword="null"/>: not by itself.</summary>
    public DateTimeOffset? TryAt { get; init; }

    /// <summary>All that is held.</summary>
    public IEnumerable<SecretSlot> Slots => new[] { Active, Pending, Fallback }.OfType<SecretSlot>();

    /// <summary>A credential of which nothing is stored yet.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="isConfigured">Whether the configuration has a secret for it.</param>
    /// <param name="at">Now.</param>
    public static Credential Unstored(CredentialName name, bool isConfigured, DateTimeOffset at) =>
        new(name) { Active = isConfigured ? new SecretSlot(SecretSlot.Configured, at, at) : null };

    /// <summary>Is it this one?</summary>
    public bool Holds(int version) => Slots.Any(slot => slot.Version == version);
}
