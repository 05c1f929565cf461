namespace DialIn.Trunks;

/// <summary>What can happen to a lease, and when.</summary>
internal abstract record LeaseInput(LeaseMoment At)
{
    /// <summary>Time has passed.</summary>
    internal sealed record Tick(LeaseMoment At) : LeaseInput(At);

    /// <summary>The store was read.</summary>
    /// <param name="Lease">The lease as it is; <see langword="null"/> for none.</param>
    /// <param name="IsHolderGone">Whether its holder is known to run no more.</param>
    /// <param name="At">When that was.</param>
    internal sealed record Seen(Lease? Lease, bool IsHolderGone, LeaseMoment At) : LeaseInput(At);

    /// <summary>The store has answered that we want the lease.</summary>
    /// <param name="Lease">The lease as it is now.</param>
    /// <param name="AskedAt">When we asked: from then on it counts.</param>
    /// <param name="At">When the answer came.</param>
    internal sealed record Taken(Lease Lease, LeaseMoment AskedAt, LeaseMoment At) : LeaseInput(At);

    /// <summary>The store did not answer.</summary>
    internal sealed record Failed(LeaseMoment At) : LeaseInput(At);

    /// <summary>The binding has been taken back, or that was given up.</summary>
    internal sealed record Left(LeaseMoment At) : LeaseInput(At);

    /// <summary>Something was to be sent after the end of the lease.</summary>
    internal sealed record Late(LeaseMoment At) : LeaseInput(At);
}
