using DialIn.Pins;
using Microsoft.Extensions.Logging;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>
/// The PIN of a meeting that is being created. A front end and its user wait: whatever is wrong with the database or the pool,
/// the answer comes within seconds, and is no exception. Thread-safe.
/// </summary>
internal sealed class MeetingPins(IPinStore store, PinGenerator generator, PinsOptions pins, TimeSpan keep, TimeProvider time, ILogger<MeetingPins> logger) : IDisposable
{
    /// <summary>How long a <c>create</c> waits for its PIN.</summary>
    // Three seconds: a second writer, such as pins generate, holds the database for tenths of a second; front ends give up after ten.
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(3);

    // A day: so that the same meeting, created again and again, is written once a day.
    private static readonly TimeSpan ProlongAfter = TimeSpan.FromDays(1);

    // A few, at once, for those who wait now; the keeper fills up the rest within a minute.
    private const int EmergencyCount = 100;

    private readonly SemaphoreSlim _filling = new(1, 1);
    private volatile Task _late = Task.CompletedTask;
    private volatile bool _hasFailed;

    /// <summary>Finds the meeting's PIN, or reserves one.</summary>
    /// <exception cref="OperationCanceledException">The front end has left.</exception>
    public async Task<(Pin? Pin, PinOutcome Outcome)> FindAsync(string meetingId, CancellationToken cancellationToken)
    {
        // A database that hangs keeps what was asked last; the next front end does not wait for it again.
        if (!_late.IsCompleted)
        {
            return (null, PinOutcome.StoreUnavailable);
        }

        var work = FindOrReserveAsync(meetingId, cancellationToken);
        try
        {
            var pin = await work.WaitAsync(Within, time, cancellationToken);
            _hasFailed = false;
            return (pin, PinOutcome.Announced);
        }
        catch (TimeoutException fault)
        {
            _late = ObserveAsync(work);
            return (null, Failed(PinOutcome.StoreUnavailable, fault));
        }
        catch (StoreUnavailableException fault)
        {
            return (null, Failed(PinOutcome.StoreUnavailable, fault));
        }
        catch (Exception fault) when (fault is PinPoolEmptyException or PinSpaceExhaustedException)
        {
            return (null, Failed(PinOutcome.PoolEmpty, fault));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _filling.Dispose();

    private async Task<Pin> FindOrReserveAsync(string meetingId, CancellationToken cancellationToken)
    {
        if (await store.FindByMeetingAsync(meetingId, cancellationToken) is { } held
            && (held.Until is not { } end || end > time.GetUtcNow() + keep - ProlongAfter))
        {
            return held.Pin;
        }

        try
        {
            return await ReserveAsync(meetingId, cancellationToken);
        }
        catch (PinPoolEmptyException) when (pins.RefillTo > 0)
        {
            await FillAsync(cancellationToken);
            return await ReserveAsync(meetingId, cancellationToken);
        }
    }

    private async Task<Pin> ReserveAsync(string meetingId, CancellationToken cancellationToken) =>
        (await store.AssignAsync(meetingId, time.GetUtcNow() + keep, cancellationToken)).Pin;

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await _filling.WaitAsync(cancellationToken);
        try
        {
            // Somebody else may have filled it while this one waited.
            if ((await store.CountAsync(cancellationToken)).Free == 0)
            {
                await generator.GenerateAsync(store, EmergencyCount, cancellationToken);
            }
        }
        finally
        {
            _filling.Release();
        }
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
