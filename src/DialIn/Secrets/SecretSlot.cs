namespace DialIn.Secrets;

/// <summary>One secret of a credential as the rotation sees it: never its content.</summary>
/// <param name="Version">Counts up and is never used again; <see cref="Configured"/> stands for the one in the configuration.</param>
/// <param name="StoredAt">When it came.</param>
/// <param name="Since">Since when it has its present role.</param>
internal sealed record SecretSlot(int Version, DateTimeOffset StoredAt, DateTimeOffset Since)
{
    /// <summary>The version that stands for the secret in the configuration, such as the one in <c>PasswordFile</c>.</summary>
    public const int Configured = 0;

    /// <summary>When the peer accepted it last.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>When the peer refused it last; <see langword="null"/> once it is accepted again.</summary>
    public DateTimeOffset? RefusedAt { get; init; }

    /// <summary>Whether it was refused and not accepted since.</summary>
    public bool IsRefused => RefusedAt is not null;

    /// <summary>What people call it.</summary>
    public string Label => Version == Configured ? "the configured secret" : $"secret {Version}";
}
