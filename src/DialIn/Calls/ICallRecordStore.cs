namespace DialIn.Calls;

/// <summary>Keeps the records of ended calls. Thread-safe. Every method may throw <see cref="Pins.StoreUnavailableException"/>.</summary>
internal interface ICallRecordStore
{
    /// <summary>Writes one record. A record of the same id is replaced, so that writing again after a fault does no harm.</summary>
    Task AddAsync(CallRecord record, CancellationToken cancellationToken);

    /// <summary>The latest records, the newest first.</summary>
    /// <param name="limit">At most so many, from 1.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task<IReadOnlyList<CallRecord>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Records, the newest first; those of the same millisecond in the order of their ids.</summary>
    /// <param name="after">Only those behind this one; <see langword="null"/>: from the newest on.</param>
    /// <param name="limit">At most so many, from 1.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task<IReadOnlyList<CallRecord>> ListAfterAsync(CallRecordPlace? after, int limit, CancellationToken cancellationToken);

    /// <summary>Removes the records of calls that ended before a moment.</summary>
    /// <returns>How many.</returns>
    Task<int> DeleteEndedBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken);
}
