namespace DialIn.Meetings;

/// <summary>A caller's place in a meeting, or place in the line for one. Disposing of it gives it up.</summary>
internal sealed class MeetingPlace(MeetingPlaces places, string meetingId, int? limit, Action taken) : IDisposable
{
    private volatile bool _isTaken;

    /// <summary>Whether it is the caller's.</summary>
    public bool IsTaken => _isTaken;

    internal string MeetingId => meetingId;

    internal int? Limit => limit;

    /// <summary>Whether it was given up. Guarded by the lock of <see cref="MeetingPlaces"/>.</summary>
    internal bool HasLeft { get; set; }

    internal void Take()
    {
        _isTaken = true;
        taken();
    }

    public void Dispose() => places.Leave(this);
}
