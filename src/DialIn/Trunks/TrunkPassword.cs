using DialIn.Secrets;

namespace DialIn.Trunks;

/// <summary>A password of a trunk, as those see it who look on: never its content.</summary>
/// <param name="Account">The account, as <c>dialin trunk rotate --account</c> names it.</param>
/// <param name="InUse">What is in use: <c>the configured secret</c>, <c>secret 3</c>; <see langword="null"/> if there is none.</param>
internal sealed record TrunkPassword(string Account, string? InUse)
{
    /// <summary>When the one in use came; unknown of the configured one.</summary>
    public DateTimeOffset? StoredAt { get; init; }

    /// <summary>When the carrier accepted it last.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>When the carrier refused it; <see langword="null"/> once it is accepted again.</summary>
    public DateTimeOffset? RefusedAt { get; init; }

    /// <summary>A new one that waits for its proof, or was refused and is kept.</summary>
    public string? Pending { get; init; }

    /// <summary>Whether the pending one was refused.</summary>
    public bool IsPendingRefused { get; init; }

    /// <summary>The one before, which is tried should the one in use be refused.</summary>
    public string? Fallback { get; init; }

    /// <summary>How a password is.</summary>
    /// <param name="account">Its account.</param>
    /// <param name="state">Its rotation; <see langword="null"/> before it was loaded.</param>
    public static TrunkPassword Of(TrunkAccount account, Credential? state) => new(account.Name, state?.Active?.Label)
    {
        StoredAt = state?.Active is { Version: not SecretSlot.Configured } stored ? stored.StoredAt : null,
        ProvedAt = state?.Active?.ProvedAt,
        RefusedAt = state?.Active?.RefusedAt,
        Pending = state?.Pending?.Label,
        IsPendingRefused = state?.Pending?.IsRefused ?? false,
        Fallback = state?.Fallback?.Label,
    };
}
