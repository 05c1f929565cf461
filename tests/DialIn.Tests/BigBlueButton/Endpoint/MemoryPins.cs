using DialIn.Pins;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>A pool of PINs in memory that breaks, or hangs, when the test says so.</summary>
internal sealed class MemoryPins(TimeProvider time) : IPinStore, IReservationStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Reservation> _rooms = new(StringComparer.Ordinal);
    private readonly HashSet<Pin> _free = [];

    /// <summary>What each question waits for; throws what each question throws.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>How many rooms were written.</summary>
    public int Writes { get; private set; }

    public async Task<int> AddAsync(IReadOnlyCollection<Pin> pins, CancellationToken cancellationToken)
    {
        await Before(cancellationToken);
        lock (_lock)
        {
            return pins.Count(_free.Add);
        }
    }

    public async Task<Reservation> AssignAsync(string meetingId, DateTimeOffset? until, CancellationToken cancellationToken) =>
        (await ReserveAsync(new ReservationRequest(meetingId, until), cancellationToken)).Reservation;

    public async Task<(Reservation Reservation, bool IsNew)> ReserveAsync(ReservationRequest request, CancellationToken cancellationToken)
    {
        RoomRules.ThrowIfNoMeetingId(request.MeetingId);
        await Before(cancellationToken);
        lock (_lock)
        {
            Writes++;
            if (!_rooms.TryGetValue(request.MeetingId, out var room))
            {
                var pin = _free.Count > 0 ? _free.First() : throw new PinPoolEmptyException();
                _free.Remove(pin);
                return (_rooms[request.MeetingId] = new Reservation(request.MeetingId, pin, time.GetUtcNow(), request.Until, request.Name, request.Language, request.IsByCreate), true);
            }

            if (!request.IsByCreate || room.IsByCreate)
            {
                var until = room.Until is null || request.Until is null ? null : request.Until > room.Until ? request.Until : room.Until;
                room = room with { Until = until, IsByCreate = request.IsByCreate };
            }

            return (_rooms[request.MeetingId] = room, false);
        }
    }

    public async Task<Reservation?> FindByMeetingAsync(string meetingId, CancellationToken cancellationToken)
    {
        await Before(cancellationToken);
        lock (_lock)
        {
            return _rooms.GetValueOrDefault(meetingId);
        }
    }

    public async Task<PinPoolCounts> CountAsync(CancellationToken cancellationToken)
    {
        await Before(cancellationToken);
        lock (_lock)
        {
            return new PinPoolCounts(_free.Count, _rooms.Count, 0);
        }
    }

    public Task<bool> ReleaseAsync(string meetingId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Reservation?> FindByPinAsync(Pin pin, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Reservation>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Reservation>> ListAfterAsync(string? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<int>> LengthsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
