namespace DialIn.Announcements;

/// <summary>That the people of one meeting were told, or why not. Holds no text, no PIN and no name.</summary>
/// <param name="MeetingId">External id: the same each time a room is opened.</param>
/// <param name="InternalId">Internal id: another one each time.</param>
/// <param name="ServerName">The server that the meeting is on.</param>
/// <param name="Way">How they were told.</param>
/// <param name="At">When this was last tried, UTC.</param>
/// <param name="Outcome">What came of it.</param>
internal sealed record Announcement(
    string MeetingId,
    string InternalId,
    string ServerName,
    AnnouncementWay Way,
    DateTimeOffset At,
    AnnouncementOutcome Outcome)
{
    /// <summary>Who was told: BBB's internal id of one visit, by random; empty where all are told at once.</summary>
    public string Recipient { get; init; } = "";

    /// <summary>How often it was tried, from 1.</summary>
    public int Attempts { get; init; } = 1;
}
