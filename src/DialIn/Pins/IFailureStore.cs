namespace DialIn.Pins;

/// <summary>Counts wrong PINs for all nodes, over a restart. Thread-safe, also between processes.</summary>
internal interface IFailureStore
{
    /// <summary>Adds counts to those that are there, all or none, forgets old ones, and tells all that is known now.</summary>
    /// <param name="more">What to add.</param>
    /// <param name="firstStep">Steps before this one are forgotten.</param>
    /// <param name="cancellationToken">Stops the wait; then nothing was added.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer. Nothing was added.</exception>
    Task<IReadOnlyDictionary<FailureKey, int>> AddAsync(IReadOnlyDictionary<FailureKey, int> more, long firstStep, CancellationToken cancellationToken);
}
