using System.Globalization;
using System.Xml.Linq;
using DialIn.Simulator.Meetings;

namespace DialIn.Simulator.Api;

/// <summary>The XML of the BBB API, element for element as BBB 2.7 and 3.0 write it.</summary>
internal static class MeetingXml
{
    /// <summary>A refusal. BBB sends it with the HTTP status 200.</summary>
    public static XElement Failed(ApiFault fault) => new("response",
        new XElement("returncode", "FAILED"),
        new XElement("messageKey", fault.Key),
        new XElement("message", fault.Message));

    /// <summary>A success with what belongs to it.</summary>
    public static XElement Success(params object[] content) =>
        new("response", new XElement("returncode", "SUCCESS"), content);

    /// <summary>The answer to <c>create</c>.</summary>
    public static XElement Created(SimulatedMeeting meeting, bool existed) => Success(
        new XElement("meetingID", meeting.MeetingId),
        new XElement("internalMeetingID", meeting.InternalId),
        new XElement("parentMeetingID", meeting.Parent?.InternalId ?? "bbb-none"),
        new XElement("attendeePW", meeting.AttendeePassword),
        new XElement("moderatorPW", meeting.ModeratorPassword),
        new XElement("createTime", meeting.CreatedAt.ToUnixTimeMilliseconds()),
        new XElement("voiceBridge", meeting.VoiceBridge),
        new XElement("dialNumber", meeting.DialNumber),
        new XElement("createDate", JavaDate(meeting.CreatedAt)),
        new XElement("hasUserJoined", meeting.StartTime != 0),
        new XElement("duration", meeting.Request.Duration),
        new XElement("hasBeenForciblyEnded", meeting.EndTime != 0),
        new XElement("messageKey", existed ? "duplicateWarning" : ""),
        new XElement("message", existed
            ? "This conference was already in existence and may currently be in progress."
            : ""));

    /// <summary>The answer to <c>getMeetings</c>.</summary>
    public static XElement List(IReadOnlyList<SimulatedMeeting> meetings, Func<SimulatedMeeting, int> voices) =>
        meetings.Count == 0
            ? Success(
                new XElement("meetings"),
                new XElement("messageKey", "noMeetings"),
                new XElement("message", "no meetings were found on this server"))
            : Success(new XElement("meetings",
                meetings.Select(meeting => new XElement("meeting", Details(meeting, voices(meeting))))));

    /// <summary>The elements of one meeting, in <c>getMeetings</c> and <c>getMeetingInfo</c> alike.</summary>
    public static object[] Details(SimulatedMeeting meeting, int voices) =>
    [
        new XElement("meetingName", meeting.Name),
        new XElement("meetingID", meeting.MeetingId),
        new XElement("internalMeetingID", meeting.InternalId),
        new XElement("createTime", meeting.CreatedAt.ToUnixTimeMilliseconds()),
        new XElement("createDate", JavaDate(meeting.CreatedAt)),
        new XElement("voiceBridge", meeting.VoiceBridge),
        new XElement("dialNumber", meeting.DialNumber),
        new XElement("attendeePW", meeting.AttendeePassword),
        new XElement("moderatorPW", meeting.ModeratorPassword),
        new XElement("running", meeting.IsRunning),
        new XElement("duration", meeting.Request.Duration),
        new XElement("hasUserJoined", meeting.StartTime != 0),
        new XElement("recording", false),
        new XElement("hasBeenForciblyEnded", meeting.EndTime != 0),
        new XElement("startTime", meeting.StartTime),
        new XElement("endTime", meeting.EndTime),
        new XElement("participantCount", meeting.Users.Count),
        new XElement("listenerCount", 0),
        new XElement("voiceParticipantCount", voices),
        new XElement("videoCount", 0),
        new XElement("maxUsers", 0),
        new XElement("moderatorCount", meeting.Users.Count(user => user.Role == MeetingRole.Moderator)),
        new XElement("attendees", meeting.Users.Select(Attendee)),
        new XElement("metadata", meeting.Request.Metadata.Select(entry => new XElement(entry.Key, entry.Value))),
        new XElement("isBreakout", meeting.Parent is not null),
        .. Relations(meeting),
    ];

    private static IEnumerable<XElement> Relations(SimulatedMeeting meeting)
    {
        if (meeting is { Parent: { } parent, Request.Breakout: { } breakout })
        {
            yield return new XElement("parentMeetingID", parent.InternalId);
            yield return new XElement("sequence", breakout.Sequence);
            yield return new XElement("freeJoin", breakout.FreeJoin);
        }
        else if (meeting.Breakouts is { Count: > 0 } rooms)
        {
            yield return new XElement("breakoutRooms", rooms.Select(static room => new XElement("breakout", room.InternalId)));
        }
    }

    private static XElement Attendee(MeetingUser user) => new("attendee",
        new XElement("userID", user.UserId),
        new XElement("fullName", user.FullName),
        new XElement("role", user.Role == MeetingRole.Moderator ? "MODERATOR" : "VIEWER"),
        new XElement("isPresenter", false),
        new XElement("isListeningOnly", false),
        new XElement("hasJoinedVoice", false),
        new XElement("hasVideo", false),
        new XElement("clientType", "HTML5"),
        new XElement("customdata"));

    // BBB prints java.util.Date.toString(), on a server that runs in UTC.
    private static string JavaDate(DateTimeOffset date) =>
        date.UtcDateTime.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);
}
