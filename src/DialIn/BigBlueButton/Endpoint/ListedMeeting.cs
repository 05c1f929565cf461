using System.Globalization;
using System.Xml.Linq;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>A meeting as a server lists it, as far as it matters for where the next one goes. Also those that cannot be called.</summary>
/// <param name="MeetingId">External id.</param>
/// <param name="Participants">People in it.</param>
/// <param name="CreatedAt">When it was created, by the server's clock.</param>
internal sealed record ListedMeeting(string MeetingId, int Participants, DateTimeOffset CreatedAt)
{
    /// <summary>Those of an answer to <c>getMeetings</c> that have not ended.</summary>
    public static IReadOnlyList<ListedMeeting> Of(XElement response) =>
    [
        .. response.Elements("meetings").Elements("meeting")
            .Where(static meeting => Text(meeting, "hasBeenForciblyEnded") != "true" && Number(meeting, "endTime") == 0)
            .Select(static meeting => new ListedMeeting(
                Text(meeting, "meetingID"),
                (int)Math.Min(Number(meeting, "participantCount"), int.MaxValue),
                DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(Number(meeting, "createTime"), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())))),
    ];

    private static string Text(XElement meeting, string name) => meeting.Element(name)?.Value.Trim() ?? "";

    // Older servers print numbers by the locale.
    private static long Number(XElement meeting, string name) =>
        long.TryParse(string.Concat(Text(meeting, name).Where(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
