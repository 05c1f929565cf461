using System.Globalization;
using DialIn.Meetings;

namespace DialIn.BigBlueButton;

/// <summary>One <c>meeting</c> element, as the server wrote it. Only what a call needs; passwords and names of people are not read.</summary>
internal sealed record BbbMeeting
{
    /// <summary><c>meetingID</c>, the external id.</summary>
    public string MeetingId { get; init; } = "";

    /// <summary><c>internalMeetingID</c>.</summary>
    public string InternalId { get; init; } = "";

    /// <summary><c>voiceBridge</c>.</summary>
    public string VoiceBridge { get; init; } = "";

    /// <summary><c>createTime</c>, ms since 1970; 0 if the server does not say.</summary>
    public long CreateTime { get; init; }

    /// <summary><c>endTime</c>, ms since 1970; 0 while the meeting goes on.</summary>
    public long EndTime { get; init; }

    /// <summary><c>hasBeenForciblyEnded</c>.</summary>
    public bool HasBeenForciblyEnded { get; init; }

    /// <summary><c>audioBridge</c>, if the server says so.</summary>
    public string? AudioBridge { get; init; }

    /// <summary>Whether the meeting goes on. BBB API: getMeetings, meetings that have just ended may linger in the answer.</summary>
    public bool IsAlive => MeetingId.Length > 0 && !HasBeenForciblyEnded && EndTime == 0;

    /// <summary>Whether the conference's number can be called: FreeSWITCH's dialplan in BBB takes 5 to 11 digits and nothing else.</summary>
    public bool HasCallableVoiceBridge => VoiceBridge.Length is >= 5 and <= 11 && VoiceBridge.All(char.IsAsciiDigit);

    /// <summary>The meeting as the directory knows it.</summary>
    /// <param name="serverName">The server that answered.</param>
    public RunningMeeting ToRunningMeeting(string serverName) => new(
        MeetingId,
        InternalId.Length > 0 ? InternalId : string.Create(CultureInfo.InvariantCulture, $"{MeetingId}-{CreateTime}"),
        serverName,
        VoiceBridge,
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(CreateTime, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())),
        AudioBridge);
}
