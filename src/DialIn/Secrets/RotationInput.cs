namespace DialIn.Secrets;

/// <summary>What happens to a credential.</summary>
/// <param name="At">When.</param>
internal abstract record RotationInput(DateTimeOffset At)
{
    /// <summary>An operator gave a new secret, to be proved before it is used.</summary>
    internal sealed record Offered(DateTimeOffset At) : RotationInput(At);

    /// <summary>An operator gave a new secret, to be used at once: the emergency path.</summary>
    internal sealed record Imposed(DateTimeOffset At) : RotationInput(At);

    /// <summary>An operator wants nothing stored any more: the configuration counts again.</summary>
    internal sealed record Forgotten(DateTimeOffset At) : RotationInput(At);

    /// <summary>An attempt to prove a secret begins.</summary>
    internal sealed record Begun(DateTimeOffset At, int Version) : RotationInput(At);

    /// <summary>The peer's word on a secret, from an attempt to prove it or from its daily use.</summary>
    internal sealed record Answered(DateTimeOffset At, int Version, Proof Proof) : RotationInput(At);

    /// <summary>Time has passed.</summary>
    internal sealed record Elapsed(DateTimeOffset At) : RotationInput(At);
}
