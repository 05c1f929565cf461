namespace DialIn.Trunks;

/// <summary>What a lease wants done.</summary>
internal abstract record LeaseEffect
{
    /// <summary>Look at the store. Answer: <see cref="LeaseInput.Seen"/> or <see cref="LeaseInput.Failed"/>.</summary>
    internal sealed record Look : LeaseEffect;

    /// <summary>Ask the store for the lease, if it still is as seen. Answer: <see cref="LeaseInput.Taken"/> or <see cref="LeaseInput.Failed"/>.</summary>
    internal sealed record Take(Lease? Seen) : LeaseEffect;

    /// <summary>Let go of it.</summary>
    internal sealed record Release(Lease Held) : LeaseEffect;

    /// <summary>The account is ours: register it.</summary>
    internal sealed record Begin : LeaseEffect;

    /// <summary>Take the binding back while that is allowed. Answer: <see cref="LeaseInput.Left"/>.</summary>
    internal sealed record Leave : LeaseEffect;

    /// <summary>Not another word about this account.</summary>
    internal sealed record Abandon : LeaseEffect;
}
