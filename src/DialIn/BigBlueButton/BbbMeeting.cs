using System.Globalization;
using DialIn.Meetings;

namespace DialIn.BigBlueButton;

/// <summary>One <c>meeting</c> element, as the server wrote it. Only what a call needs; passwords and names of people are not read.</summary>
internal sealed record BbbMeeting
{
    // A hundred years, in minutes.
    private const long LongestDuration = 52_560_000;

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

    /// <summary><c>duration</c>, minutes; 0 for no end of its own.</summary>
    public long Duration { get; init; }

    /// <summary><c>parentMeetingID</c> of a breakout room; empty for a meeting of its own. Servers write the parent's internal id, or the external one.</summary>
    public string ParentMeetingId { get; init; } = "";

    /// <summary><c>sequence</c> of a breakout room, from 1.</summary>
    public long Sequence { get; init; }

    /// <summary><c>freeJoin</c> of a breakout room.</summary>
    public bool FreeJoin { get; init; }

    /// <summary><c>dialin-max-callers</c> among the metadata; <see langword="null"/> if it is not there, or no number that is allowed.</summary>
    public int? MaxCallers { get; init; }

    /// <summary><c>dialin-mute-on-start</c> among the metadata; <see langword="null"/> if nobody says so.</summary>
    public bool? MuteOnStart { get; init; }

    /// <summary>Whether the meeting goes on. BBB API: getMeetings, meetings that have just ended may linger in the answer.</summary>
    public bool IsAlive => MeetingId.Length > 0 && !HasBeenForciblyEnded && EndTime == 0;

    /// <summary>Whether the conference's number can be called: FreeSWITCH's dialplan in BBB takes 5 to 11 digits and nothing else.</summary>
    public bool HasCallableVoiceBridge => VoiceBridge.Length is >= 5 and <= 11 && VoiceBridge.All(char.IsAsciiDigit);

    /// <summary><see cref="InternalId"/>, or what stands for it where the server does not say.</summary>
    public string InstanceId => InternalId.Length > 0 ? InternalId : string.Create(CultureInfo.InvariantCulture, $"{MeetingId}-{CreateTime}");

    /// <summary>The meeting as the directory knows it.</summary>
    /// <param name="serverName">The server that answered.</param>
    public RunningMeeting ToRunningMeeting(string serverName) => new(MeetingId, InstanceId, serverName, VoiceBridge, Time(CreateTime), AudioBridge)
    {
        MaxCallers = MaxCallers,
        MuteOnStart = MuteOnStart,
        EndsAt = Duration is > 0 and < LongestDuration && CreateTime > 0 ? Time(CreateTime + (Duration * 60_000)) : null,
        Breakout = ParentMeetingId.Length > 0 && Sequence is > 0 and < int.MaxValue ? new BreakoutRoom(ParentMeetingId, (int)Sequence, FreeJoin) : null,
    };

    /// <summary>A limit of callers as a front end has written it: 1 to 100000; <see langword="null"/> for anything else.</summary>
    public static int? ReadMaxCallers(string? written) =>
        int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var callers) && callers is >= 1 and <= 100_000 ? callers : null;

    private static DateTimeOffset Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
}
