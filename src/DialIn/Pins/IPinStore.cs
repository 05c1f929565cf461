namespace DialIn.Pins;

/// <summary>
/// The pool of PINs and the rooms they lead to. It outlives the process: when a call returns, its effect survives a kill.
/// Safe from several threads and several processes at once. Every method may throw <see cref="StoreUnavailableException"/>.
/// </summary>
internal interface IPinStore
{
    /// <summary>Adds free PINs, all or none. Those known already, in whatever state, are left as they are.</summary>
    /// <returns>How many were new.</returns>
    Task<int> AddAsync(IReadOnlyCollection<Pin> pins, CancellationToken cancellationToken);

    /// <summary>Gives a room a PIN. Idempotent: a room that has one keeps it, and has it until the later of both times.</summary>
    /// <param name="meetingId">External meeting id, see <see cref="RoomRules"/>.</param>
    /// <param name="until">When the PIN leads nowhere any more and is put aside; <see langword="null"/>: when it is released.</param>
    /// <param name="cancellationToken">Stops the wait, not a change under way.</param>
    /// <exception cref="PinPoolEmptyException">No PIN is free.</exception>
    /// <exception cref="ArgumentException">The id breaks the rule, or the time is over.</exception>
    Task<Reservation> AssignAsync(string meetingId, DateTimeOffset? until, CancellationToken cancellationToken);

    /// <summary>Takes a room's PIN away. The PIN rests in quarantine; the same room would get another one.</summary>
    /// <returns>Whether the room had a PIN.</returns>
    Task<bool> ReleaseAsync(string meetingId, CancellationToken cancellationToken);

    /// <summary>The room a PIN leads to, or <see langword="null"/> (unknown, free, in quarantine, its time over: nobody can tell which).</summary>
    Task<Reservation?> FindByPinAsync(Pin pin, CancellationToken cancellationToken);

    /// <summary>The PIN of a room, or <see langword="null"/>.</summary>
    Task<Reservation?> FindByMeetingAsync(string meetingId, CancellationToken cancellationToken);

    /// <summary>All rooms with a PIN, in the order of their ids.</summary>
    Task<IReadOnlyList<Reservation>> ListAsync(CancellationToken cancellationToken);

    /// <summary>How many PINs are in which state.</summary>
    Task<PinPoolCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>Which lengths PINs have that lead to a room, the shortest first; none when none does. A caller's entry is complete at the longest.</summary>
    Task<IReadOnlyList<int>> LengthsAsync(CancellationToken cancellationToken);
}

/// <summary>Shorter ways to ask the store.</summary>
internal static class PinStoreExtensions
{
    /// <summary>Gives a room a PIN until it is released.</summary>
    /// <exception cref="PinPoolEmptyException">No PIN is free.</exception>
    /// <exception cref="ArgumentException">The id breaks the rule.</exception>
    public static Task<Reservation> AssignAsync(this IPinStore store, string meetingId, CancellationToken cancellationToken) =>
        store.AssignAsync(meetingId, null, cancellationToken);
}
