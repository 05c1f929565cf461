namespace DialIn.Calls;

/// <summary>
/// Who has which name in which meeting, so that no two calls in a meeting are shown alike. A name belongs to its caller for as
/// long as the meeting has callers and an hour more, and at most for a day without a call: who calls again, or is brought along to
/// another server, has the same one.
/// Thread-safe.
/// </summary>
internal sealed class MeetingSeats(TimeProvider time)
{
    // An hour: longer than a break, and than any reconnect; the next meeting of the same room begins to number anew.
    private static readonly TimeSpan KeepEmpty = TimeSpan.FromHours(1);

    // A meeting may go on for months, and everybody who ever called must not be kept for so long.
    private static readonly TimeSpan KeepFree = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Meeting> _meetings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Meeting Meeting, Seat Seat)> _taken = new(StringComparer.Ordinal);
    private long _sweptAt = time.GetTimestamp();

    /// <summary>How many meetings are remembered.</summary>
    public int Meetings
    {
        get
        {
            lock (_lock)
            {
                return _meetings.Count;
            }
        }
    }

    /// <summary>Gives a call its name in a meeting; a seat that it had in another meeting becomes free.</summary>
    /// <param name="meetingId">The meeting.</param>
    /// <param name="callId">The call.</param>
    /// <param name="caller">The caller's pseudonymous number: the same in the next call.</param>
    /// <param name="name">The name that the caller would like, for 1, and others for 2, 3, …, of which the first free one is taken. All differ.</param>
    /// <returns>The name, which no other call of the meeting has.</returns>
    public string Take(string meetingId, string callId, string caller, Func<int, string> name)
    {
        lock (_lock)
        {
            Sweep();
            if (_taken.TryGetValue(callId, out var had) && had.Meeting.Id == meetingId)
            {
                return had.Seat.Name;
            }

            Free(callId);
            if (!_meetings.TryGetValue(meetingId, out var meeting))
            {
                _meetings.Add(meetingId, meeting = new Meeting(meetingId));
            }

            var seat = meeting.Seats.Find(seat => !seat.IsTaken && seat.Caller == caller && seat.Name == name(seat.Choice)) ?? meeting.Add(caller, name);
            seat.IsTaken = true;
            meeting.Calls++;
            _taken.Add(callId, (meeting, seat));
            return seat.Name;
        }
    }

    /// <summary>The call is over. A second time, or for a call without a seat, it does nothing.</summary>
    public void Release(string callId)
    {
        lock (_lock)
        {
            Free(callId);
        }
    }

    private void Free(string callId)
    {
        if (_taken.Remove(callId, out var seat))
        {
            seat.Seat.IsTaken = false;
            seat.Meeting.Calls--;
            seat.Seat.FreeSince = seat.Meeting.EmptySince = time.GetTimestamp();
        }
    }

    private void Sweep()
    {
        if (time.GetElapsedTime(_sweptAt) < KeepEmpty)
        {
            return;
        }

        _sweptAt = time.GetTimestamp();
        foreach (var meeting in _meetings.Values.Where(meeting => meeting.Calls == 0 && time.GetElapsedTime(meeting.EmptySince) >= KeepEmpty).ToList())
        {
            _meetings.Remove(meeting.Id);
        }

        foreach (var meeting in _meetings.Values)
        {
            meeting.Remove(seat => !seat.IsTaken && time.GetElapsedTime(seat.FreeSince) >= KeepFree);
        }
    }

    private sealed class Meeting(string id)
    {
        // Names that differ in nothing but case look alike.
        private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

        private readonly Dictionary<string, int> _choices = new(StringComparer.OrdinalIgnoreCase);

        public string Id { get; } = id;

        public List<Seat> Seats { get; } = [];

        public int Calls { get; set; }

        public long EmptySince { get; set; }

        public Seat Add(string caller, Func<int, string> name)
        {
            // Behind the last one that was taken of the same kind: a thousand callers must not try a thousand names each.
            var choice = _choices.GetValueOrDefault(name(1));
            while (!_names.Add(name(++choice)))
            {
            }

            _choices[name(1)] = choice;
            var seat = new Seat(caller, choice, name(choice));
            Seats.Add(seat);
            return seat;
        }

        public void Remove(Predicate<Seat> isOld)
        {
            _names.ExceptWith(Seats.FindAll(isOld).Select(static seat => seat.Name));
            if (Seats.RemoveAll(isOld) > 0)
            {
                // Their numbers are free again: it is counted anew, past those that are still taken.
                _choices.Clear();
            }
        }
    }

    private sealed class Seat(string caller, int choice, string name)
    {
        public string Caller { get; } = caller;

        public int Choice { get; } = choice;

        public string Name { get; } = name;

        public bool IsTaken { get; set; }

        public long FreeSince { get; set; }
    }
}
