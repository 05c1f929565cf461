namespace DialIn.BigBlueButton.Redis;

/// <summary>
/// Of which meetings a server has not told who is in them since the connection stands, and when to ask again: a question to a server that
/// is only coming up itself is heard by nobody. Thread-safe.
/// </summary>
internal sealed class UnlistedMeetings(TimeProvider time)
{
    // A server that does not answer for single meetings is asked for all.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    // A server that answers nothing at all, for days.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private long _askedAt;
    private TimeSpan _pause = FirstPause;

    // Also when no meeting is known to ask for: the first poll may be under way.
    private bool _isAllDue;

    // At the last look, or since: something was asked for, or told of by a poll, and is not answered.
    private bool _isOpen;

    /// <summary>The connection stands anew: nothing of what was told counts any more.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _listed.Clear();
            _asked.Clear();
            _isAllDue = true;
            Begin();
        }
    }

    /// <summary>The server has been asked for one meeting.</summary>
    public void Ask(string internalId)
    {
        lock (_lock)
        {
            _listed.Remove(internalId);
            if (!_isOpen)
            {
                // Where something is open already, the wait goes on: questions that keep coming must not put it off.
                Begin();
            }

            _asked.Add(internalId);
        }
    }

    /// <summary>The server has told who is in a meeting, or that it begins: from now on its events tell.</summary>
    public void Take(string internalId)
    {
        lock (_lock)
        {
            _listed.Add(internalId);
            _asked.Remove(internalId);
        }
    }

    /// <summary>A meeting is over.</summary>
    public void Close(string internalId)
    {
        lock (_lock)
        {
            _listed.Remove(internalId);
            _asked.Remove(internalId);
        }
    }

    /// <summary>Whether to ask for all meetings now; counts as asked.</summary>
    /// <param name="running">Those that go on, by their internal ids.</param>
    public bool TakeDue(IReadOnlyCollection<string> running)
    {
        lock (_lock)
        {
            _listed.IntersectWith(running);
            _isOpen = _isAllDue || _asked.Count > 0 || running.Any(internalId => !_listed.Contains(internalId));
            if (!_isOpen || time.GetElapsedTime(_askedAt) <= _pause)
            {
                return false;
            }

            // For one that goes on no more nobody will answer.
            _asked.Clear();
            _isAllDue = false;
            _askedAt = time.GetTimestamp();
            _pause = 2 * _pause < LongestPause ? 2 * _pause : LongestPause;
            return true;
        }
    }

    private void Begin() => (_askedAt, _pause, _isOpen) = (time.GetTimestamp(), FirstPause, true);
}
