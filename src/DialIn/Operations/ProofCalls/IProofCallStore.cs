namespace DialIn.Operations.ProofCalls;

/// <summary>Keeps the verdicts of proof calls.</summary>
internal interface IProofCallStore
{
    /// <summary>Adds one, and deletes those that are older than they may become.</summary>
    /// <exception cref="Pins.StoreUnavailableException">The database refused.</exception>
    Task AddAsync(ProofVerdict verdict, DateTimeOffset deleteBefore, CancellationToken cancellationToken);

    /// <summary>The latest, the last one first.</summary>
    /// <exception cref="Pins.StoreUnavailableException">The database refused.</exception>
    Task<IReadOnlyList<ProofVerdict>> ListAsync(int limit, CancellationToken cancellationToken);
}
