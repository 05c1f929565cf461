namespace DialIn.Secrets;

/// <summary>What a step of a rotation causes, beside the new state.</summary>
internal abstract record RotationEffect
{
    /// <summary>A record for those who look on.</summary>
    internal sealed record Note(AuditAction Action, string Outcome) : RotationEffect;

    /// <summary>The user of the secret failed with the old one and should try the present one now, not at its next turn.</summary>
    internal sealed record UseNow : RotationEffect;
}

/// <summary>A step of a rotation.</summary>
/// <param name="Next">The state after it. A slot that is gone from it is erased from the store.</param>
/// <param name="Effects">What it causes.</param>
internal sealed record RotationStep(Credential Next, IReadOnlyList<RotationEffect> Effects);

/// <summary>A secret that is to be proved.</summary>
/// <param name="Slot">Which.</param>
/// <param name="At">Not before.</param>
internal sealed record ProofAttempt(SecretSlot Slot, DateTimeOffset At);
