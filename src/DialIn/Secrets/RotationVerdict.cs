namespace DialIn.Secrets;

/// <summary>What has become of a new secret.</summary>
internal enum RotationVerdict
{
    /// <summary>Not decided yet.</summary>
    Open,

    /// <summary>Proved, and in use.</summary>
    Proved,

    /// <summary>In use; it could not be proved, since nobody asks for it.</summary>
    Unproved,

    /// <summary>Refused, and in use all the same, since no other works.</summary>
    RefusedInUse,

    /// <summary>Refused; it is kept beside the one in use.</summary>
    Refused,

    /// <summary>Refused or replaced, and gone.</summary>
    Gone,
}

/// <summary>Reads it from the state of a credential.</summary>
internal static class RotationVerdicts
{
    /// <summary>What has become of a secret.</summary>
    /// <param name="state">The credential as it is now.</param>
    /// <param name="version">Which secret.</param>
    public static RotationVerdict Of(Credential state, int version)
    {
        if (state.Active is { } active && active.Version == version)
        {
            // Refused with somebody else still to be tried: not the end yet.
            return active switch
            {
                { IsRefused: true } when RotationMachine.Due(state) is null => RotationVerdict.RefusedInUse,
                { IsRefused: true } => RotationVerdict.Open,
                { ProvedAt: not null } => RotationVerdict.Proved,
                _ when state.TryAt is null => RotationVerdict.Unproved,
                _ => RotationVerdict.Open,
            };
        }

        return state.Pending is { } pending && pending.Version == version
            ? pending.IsRefused && RotationMachine.Due(state) is null ? RotationVerdict.Refused : RotationVerdict.Open
            : RotationVerdict.Gone;
    }

    /// <summary>The same in a sentence; <see langword="null"/> while it is open.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="label">What people call the secret, such as <c>secret 3 of trunk/sipgate</c>.</param>
    /// <param name="state">The credential as it is now.</param>
    public static string? Say(this RotationVerdict verdict, string label, Credential state) => verdict switch
    {
        RotationVerdict.Open => null,
        RotationVerdict.Proved => $"Done: {label} is proved and in use.",
        RotationVerdict.Unproved => $"Done: {label} is in use. It could not be proved: nobody asks for it.",
        RotationVerdict.RefusedInUse => $"REFUSED: {label} is in use, was refused, and no other works. Give another one.",
        RotationVerdict.Refused => $"REFUSED: {label} is not in use; {state.Active?.Label ?? "none"} stays. It is kept, and tried once more should the one in use be refused.",
        _ => $"NOT IN USE: {label} was refused or replaced; {state.Active?.Label ?? "none"} is in use.",
    };
}
