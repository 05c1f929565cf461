using Microsoft.Extensions.Logging;

namespace DialIn.Pins;

/// <summary>
/// A store whose pool does not stay empty: when a room wants a PIN and none is free, new ones are made there and then.
/// <see cref="PoolKeeper"/> fills up only once a minute, and nobody who has a meeting should wait for it.
/// </summary>
/// <param name="pins">The pool.</param>
/// <param name="reservations">The same pool.</param>
/// <param name="generator">Makes PINs.</param>
/// <param name="refill">How many at once; 0: none, the operator brings them.</param>
/// <param name="logger">Told of each refill.</param>
internal sealed class RefillingPinStore(
    IPinStore pins, IReservationStore reservations, PinGenerator generator, int refill, ILogger<RefillingPinStore> logger) : IPinStore, IReservationStore
{
    // A thousand are made in some milliseconds; the keeper makes the rest.
    private const int MostAtOnce = 1_000;

    // Others may take what was just made. That they take a thousand each time is no race any more but a flood.
    private const int Tries = 3;

    /// <summary>How many are made at once by these options.</summary>
    public static int RefillOf(PinsOptions options) => Math.Min(options.RefillTo, MostAtOnce);

    /// <inheritdoc/>
    public Task<int> AddAsync(IReadOnlyCollection<Pin> newPins, CancellationToken cancellationToken) => pins.AddAsync(newPins, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="PinSpaceExhaustedException">No PIN is free, and hardly any number of this length is left.</exception>
    public Task<Reservation> AssignAsync(string meetingId, DateTimeOffset? until, CancellationToken cancellationToken) =>
        WithPinsAsync(() => pins.AssignAsync(meetingId, until, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="PinSpaceExhaustedException">No PIN is free, and hardly any number of this length is left.</exception>
    public Task<(Reservation Reservation, bool IsNew)> ReserveAsync(ReservationRequest request, CancellationToken cancellationToken) =>
        WithPinsAsync(() => reservations.ReserveAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Reservation>> ListAfterAsync(string? after, int limit, CancellationToken cancellationToken) =>
        reservations.ListAfterAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ReleaseAsync(string meetingId, CancellationToken cancellationToken) => pins.ReleaseAsync(meetingId, cancellationToken);

    /// <inheritdoc/>
    public Task<Reservation?> FindByPinAsync(Pin pin, CancellationToken cancellationToken) => pins.FindByPinAsync(pin, cancellationToken);

    /// <inheritdoc/>
    public Task<Reservation?> FindByMeetingAsync(string meetingId, CancellationToken cancellationToken) => pins.FindByMeetingAsync(meetingId, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Reservation>> ListAsync(CancellationToken cancellationToken) => pins.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<PinPoolCounts> CountAsync(CancellationToken cancellationToken) => pins.CountAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> LengthsAsync(CancellationToken cancellationToken) => pins.LengthsAsync(cancellationToken);

    private async Task<T> WithPinsAsync<T>(Func<Task<T>> reserve, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await reserve();
            }
            catch (PinPoolEmptyException) when (refill > 0 && attempt < Tries)
            {
                await generator.GenerateAsync(pins, refill, cancellationToken);
                DialInLog.PoolFilled(logger, refill, 0);
            }
        }
    }
}
