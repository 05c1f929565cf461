namespace DialIn.Pins;

/// <summary>The rooms with PINs, as a front end sees them. Safe from several threads and processes. Every method may throw <see cref="StoreUnavailableException"/>.</summary>
internal interface IReservationStore
{
    /// <summary>Gives a room a PIN, as <see cref="IPinStore.AssignAsync"/> does, and notes what is said of the room.</summary>
    /// <returns>The reservation, and whether this call has made it: one of several at once.</returns>
    /// <exception cref="PinPoolEmptyException">No PIN is free.</exception>
    /// <exception cref="ArgumentException">The id breaks the rule, or the time is over.</exception>
    Task<(Reservation Reservation, bool IsNew)> ReserveAsync(ReservationRequest request, CancellationToken cancellationToken);

    /// <summary>Rooms with a PIN in the order of their ids, character code by character code.</summary>
    /// <param name="after">Only those behind this id; <see langword="null"/>: from the first on.</param>
    /// <param name="limit">At most so many, at least 1.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task<IReadOnlyList<Reservation>> ListAfterAsync(string? after, int limit, CancellationToken cancellationToken);
}
