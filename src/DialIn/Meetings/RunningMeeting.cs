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
    /// <summary>Whether whoever comes in is muted at first; <see langword="null"/> where nobody says so. BBB API: create, <c>muteOnStart</c>; getMeetings does not have it.</summary>
    public bool? MuteOnStart { get; init; }

    /// <summary>How many callers it takes at once; <see langword="null"/> where it does not say. BBB API: create, <c>meta_dialin-max-callers</c>.</summary>
    public int? MaxCallers { get; init; }

    /// <summary>When it ends by itself, by the server's clock; <see langword="null"/> for never. BBB API: create, <c>duration</c>.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Whose breakout room it is, and which one; <see langword="null"/> for a meeting of its own.</summary>
    public BreakoutRoom? Breakout { get; init; }

    /// <summary>Whether a call to the one conference is a call to the other.</summary>
    public bool IsSameConferenceAs(RunningMeeting other) =>
        InternalId == other.InternalId && ServerName == other.ServerName && VoiceBridge == other.VoiceBridge;

    /// <summary>This, and of what it does not say what another report of the same meeting said.</summary>
    public RunningMeeting CompletedBy(RunningMeeting other) => this with
    {
        AudioBridge = AudioBridge ?? other.AudioBridge,
        MuteOnStart = MuteOnStart ?? other.MuteOnStart,
        MaxCallers = MaxCallers ?? other.MaxCallers,
        EndsAt = EndsAt ?? other.EndsAt,
        Breakout = Breakout ?? other.Breakout,
    };
}
