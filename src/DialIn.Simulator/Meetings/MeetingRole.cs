namespace DialIn.Simulator.Meetings;

/// <summary>What a web user may do in a meeting.</summary>
public enum MeetingRole
{
    /// <summary>Takes part.</summary>
    Viewer,

    /// <summary>Leads, and sees what only moderators see.</summary>
    Moderator,
}
