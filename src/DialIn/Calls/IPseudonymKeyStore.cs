namespace DialIn.Calls;

/// <summary>Keeps the key from which callers' pseudonyms are made, so that a caller has the same one tomorrow. Thread-safe.</summary>
internal interface IPseudonymKeyStore
{
    /// <summary>The key: 32 random bytes, made at the first question and kept. Whoever asks, also from another process, gets the same.</summary>
    /// <exception cref="Pins.StoreUnavailableException">The store does not answer.</exception>
    Task<byte[]> GetOrCreateAsync(CancellationToken cancellationToken);
}
