namespace DialIn.Meetings;

/// <summary>A meeting that exists on a server now and whose conference can be called.</summary>
/// <param name="MeetingId">External id: the same each time a room is opened.</param>
/// <param name="InternalId">Internal id: another one each time.</param>
/// <param name="ServerName">The server it is on.</param>
/// <param name="VoiceBridge">Number of its conference there: 5 to 11 digits, leading zeros count.</param>
/// <param name="CreatedAt">When the server created it, by the server's clock.</param>
/// <param name="AudioBridge">What carries its audio (<c>livekit</c>, …), if the server says so.</param>
internal sealed record RunningMeeting(
    string MeetingId,
    string InternalId,
    string ServerName,
    string VoiceBridge,
    DateTimeOffset CreatedAt,
    string? AudioBridge)
{
    /// <summary>Whether a call to the one conference is a call to the other.</summary>
    public bool IsSameConferenceAs(RunningMeeting other) =>
        InternalId == other.InternalId && ServerName == other.ServerName && VoiceBridge == other.VoiceBridge;
}
