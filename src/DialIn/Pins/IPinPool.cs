namespace DialIn.Pins;

/// <summary>What keeps the pool in order, and many rooms at once. Every method may throw <see cref="StoreUnavailableException"/>.</summary>
internal interface IPinPool
{
    /// <summary>Gives each of many rooms a PIN until it is released, all or none. Rooms that have one keep it.</summary>
    /// <returns>Their reservations, in the order asked for; a room that is named twice has one PIN.</returns>
    /// <exception cref="PinPoolEmptyException">There are fewer free PINs than rooms without one. Nothing was changed.</exception>
    /// <exception cref="ArgumentException">An id breaks the rule.</exception>
    Task<IReadOnlyList<Reservation>> AssignManyAsync(IReadOnlyCollection<string> meetingIds, CancellationToken cancellationToken);

    /// <summary>Puts the PINs aside whose time is over. They have led nowhere since then.</summary>
    /// <returns>How many.</returns>
    Task<int> EndReservationsAsync(CancellationToken cancellationToken);

    /// <summary>Forgets the PINs that have rested for long enough: one of them is as likely to be drawn again as any other number.</summary>
    /// <returns>How many.</returns>
    Task<int> ForgetRestedAsync(CancellationToken cancellationToken);

    /// <summary>How many PINs of each length lead to a room.</summary>
    Task<IReadOnlyDictionary<int, int>> CountReservedByLengthAsync(CancellationToken cancellationToken);
}
