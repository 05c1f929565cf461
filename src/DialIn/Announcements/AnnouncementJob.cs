namespace DialIn.Announcements;

/// <summary>One thing to announce.</summary>
/// <param name="MeetingId">External id of the meeting.</param>
/// <param name="InternalId">Internal id of the meeting.</param>
/// <param name="Way">How.</param>
/// <param name="Recipient">To whom: BBB's internal id of a visit; empty for all at once.</param>
/// <param name="Attempt">How often with this time, from 1.</param>
/// <param name="Language">Language of the meeting, or else of its room; <see langword="null"/> where nobody asked for one.</param>
internal sealed record AnnouncementJob(string MeetingId, string InternalId, AnnouncementWay Way, string Recipient, int Attempt, string? Language)
{
    /// <summary>As it is recorded.</summary>
    public Announcement ToAnnouncement(string serverName, DateTimeOffset at, AnnouncementOutcome outcome) =>
        new(MeetingId, InternalId, serverName, Way, at, outcome) { Recipient = Recipient, Attempts = Attempt };
}
