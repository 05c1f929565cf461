namespace DialIn.Operations.ProofCalls;

/// <summary>Keeps the verdicts of proof calls.</summary>
internal interface IProofCallStore
{
    /// <summary>Adds one, and deletes those that are older than they may become, but for the last <see cref="ProofBook.KeptOfEach"/> of each trunk and way.</summary>
    /// <exception cref="Pins.StoreUnavailableException">The database refused.</exception>
    Task AddAsync(ProofVerdict verdict, DateTimeOffset deleteBefore, CancellationToken cancellationToken);

    /// <summary>The latest, the last one first, and the last <see cref="ProofBook.KeptOfEach"/> of each trunk and way in any case.</summary>
    /// <exception cref="Pins.StoreUnavailableException">The database refused.</exception>
    Task<IReadOnlyList<ProofVerdict>> ListAsync(int limit, CancellationToken cancellationToken);
}
