namespace DialIn.Calls;

/// <summary>
/// Names that the front end has given for numbers. The store knows a number only as its <see cref="CallerKey"/>. Thread-safe.
/// Every method may throw <see cref="Pins.StoreUnavailableException"/>.
/// </summary>
internal interface ICallerNameStore
{
    /// <summary>The name given for a number; null if none was.</summary>
    Task<string?> FindAsync(string callerKey, CancellationToken cancellationToken);

    /// <summary>Gives a name, in place of an older one.</summary>
    Task PutAsync(string callerKey, string name, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Forgets the name of a number.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(string callerKey, CancellationToken cancellationToken);

    /// <summary>Forgets all names that were given before a moment.</summary>
    /// <returns>How many.</returns>
    Task<int> DeleteGivenBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken);
}
