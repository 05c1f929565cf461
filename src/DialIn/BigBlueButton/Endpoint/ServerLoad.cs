namespace DialIn.BigBlueButton.Endpoint;

/// <summary>How busy a server is. A function of its input.</summary>
/// <param name="Participants">People, as they count.</param>
/// <param name="Meetings">Meetings.</param>
internal readonly record struct ServerLoad(long Participants, int Meetings)
{
    // As Scalelite counts: a class that has just been opened fills up.
    private const int PeopleOfAYoungMeeting = 15;
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(15);

    /// <summary>The load of a server.</summary>
    /// <param name="meetings">What it lists.</param>
    /// <param name="placed">How many were sent there that it does not list yet.</param>
    /// <param name="now">Now.</param>
    public static ServerLoad Of(IReadOnlyCollection<ListedMeeting> meetings, int placed, DateTimeOffset now) => new(
        meetings.Sum(meeting => (long)(now - meeting.CreatedAt < Young ? Math.Max(meeting.Participants, PeopleOfAYoungMeeting) : meeting.Participants))
            + ((long)placed * PeopleOfAYoungMeeting),
        meetings.Count + placed);

    /// <summary>What to compare by, the least first.</summary>
    public (long First, long Second) Key(PickServer policy) => policy == PickServer.FewestMeetings ? (Meetings, Participants) : (Participants, Meetings);
}
