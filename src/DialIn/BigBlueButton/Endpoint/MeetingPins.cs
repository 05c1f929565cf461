using DialIn.Pins;
using Microsoft.Extensions.Logging;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>
/// The reservation of a meeting that is being created. A front end and its user wait: whatever is wrong with the database or the pool,
/// the answer comes within seconds, and is no exception. Thread-safe.
/// </summary>
internal sealed class MeetingPins(IPinStore pins, IReservationStore reservations, TimeSpan keep, TimeProvider time, ILogger<MeetingPins> logger)
{
    /// <summary>How long a <c>create</c> waits for its PIN.</summary>
    // Three seconds: a second writer, such as pins generate, holds the database for tenths of a second; front ends give up after ten.
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(3);

    // A day: so that the same meeting, created again and again, is written once a day.
    private static readonly TimeSpan ProlongAfter = TimeSpan.FromDays(1);

    private volatile Task _late = Task.CompletedTask;
    private volatile bool _hasFailed;

    /// <summary>Finds the meeting's reservation, or makes one.</summary>
    /// <exception cref="OperationCanceledException">The front end has left.</exception>
    public async Task<(Reservation? Reservation, PinOutcome Outcome)> FindAsync(string meetingId, CancellationToken cancellationToken)
    {
        // A database that hangs keeps what was asked last; the next front end does not wait for it again.
        if (!_late.IsCompleted)
        {
            return (null, PinOutcome.StoreUnavailable);
        }

        var work = FindOrReserveAsync(meetingId, cancellationToken);
        try
        {
            var reservation = await work.WaitAsync(Within, time, cancellationToken);
            _hasFailed = false;
            return (reservation, PinOutcome.Announced);
        }
        catch (TimeoutException fault)
        {
            _late = ObserveAsync(work);
            return (null, Failed(PinOutcome.StoreUnavailable, fault));
        }
        catch (Exception fault) when (fault is PinPoolEmptyException or PinSpaceExhaustedException)
        {
            return (null, Failed(PinOutcome.PoolEmpty, fault));
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Any: whatever fails here, the meeting is created.
            return (null, Failed(PinOutcome.StoreUnavailable, fault));
        }
    }

    private async Task<Reservation> FindOrReserveAsync(string meetingId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // What somebody else has reserved ends when they said.
        if (await pins.FindByMeetingAsync(meetingId, cancellationToken) is { } held
            && (!held.IsByCreate || held.Until is not { } end || end > now + keep - ProlongAfter))
        {
            return held;
        }

        var (reservation, _) = await reservations.ReserveAsync(new ReservationRequest(meetingId, now + keep, IsByCreate: true), cancellationToken);
        return reservation;
    }

    private PinOutcome Failed(PinOutcome outcome, Exception fault)
    {
        if (!_hasFailed)
        {
            _hasFailed = true;
            DialInLog.CreateWithoutReservation(logger, outcome, fault);
        }

        return outcome;
    }

    private static async Task ObserveAsync(Task work) =>
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
}
