namespace DialIn.Meetings;

/// <summary>
/// Counts the callers of each meeting against its limit. A caller who finds it full stands in a line, and has the next place that is
/// given up: whoever comes later waits longer. Thread-safe; who is told of a place is told under the lock, and only posts to a mailbox.
/// </summary>
internal sealed class MeetingPlaces
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);

    /// <summary>Asks for a place.</summary>
    /// <param name="meetingId">The meeting's external id: it counts on when the meeting moves or is opened again.</param>
    /// <param name="limit">How many callers it takes; <see langword="null"/> for any number.</param>
    /// <param name="taken">Called once, when the place is this caller's; perhaps before this method returns.</param>
    /// <returns>To be disposed of when the caller is gone, whether or not there was a place.</returns>
    public MeetingPlace Ask(string meetingId, int? limit, Action taken)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(meetingId, out var room))
            {
                _rooms.Add(meetingId, room = new Room());
            }

            var place = new MeetingPlace(this, meetingId, limit, taken);
            if (limit is null)
            {
                room.Taken++;
                place.Take();
            }
            else
            {
                room.Line.AddLast(place);
                Place(room);
            }

            return place;
        }
    }

    /// <summary>How many callers have a place in a meeting.</summary>
    public int CountOf(string meetingId)
    {
        lock (_lock)
        {
            return _rooms.TryGetValue(meetingId, out var room) ? room.Taken : 0;
        }
    }

    internal void Leave(MeetingPlace place)
    {
        lock (_lock)
        {
            if (place.HasLeft || !_rooms.TryGetValue(place.MeetingId, out var room))
            {
                return;
            }

            place.HasLeft = true;
            if (place.IsTaken)
            {
                room.Taken--;
            }
            else
            {
                room.Line.Remove(place);
            }

            Place(room);
            if (room is { Taken: 0, Line.Count: 0 })
            {
                _rooms.Remove(place.MeetingId);
            }
        }
    }

    private static void Place(Room room)
    {
        while (room.Line.First is { Value: var next } && (next.Limit is not { } limit || room.Taken < limit))
        {
            room.Line.RemoveFirst();
            room.Taken++;
            next.Take();
        }
    }

    private sealed class Room
    {
        public int Taken { get; set; }

        public LinkedList<MeetingPlace> Line { get; } = [];
    }
}
