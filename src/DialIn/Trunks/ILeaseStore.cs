namespace DialIn.Trunks;

/// <summary>Leases that several nodes share.</summary>
internal interface ILeaseStore
{
    /// <summary>Whether only processes of this machine reach it: a holder from before the machine's last start is gone then.</summary>
    bool IsOfThisMachine { get; }

    /// <summary>All leases there are.</summary>
    /// <exception cref="Pins.StoreUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyDictionary<string, Lease>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Takes a lease if it still is as it was seen, or renews one's own.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="seen">How it was seen; <see langword="null"/> for none.</param>
    /// <param name="holder">Who wants it.</param>
    /// <param name="until">When it would end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The lease as it is now: the caller's, taken or renewed at this moment, or another's.</returns>
    /// <exception cref="Pins.StoreUnavailableException">The store does not answer. Nothing was changed, as far as is known.</exception>
    Task<Lease> TakeAsync(string name, Lease? seen, string holder, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Lets go of a lease at once; nothing if it is another's by now, or was renewed since.</summary>
    /// <exception cref="Pins.StoreUnavailableException">The store does not answer.</exception>
    Task ReleaseAsync(Lease held, CancellationToken cancellationToken);
}
