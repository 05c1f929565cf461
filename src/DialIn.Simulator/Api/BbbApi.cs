using System.Globalization;
using System.Net;
using System.Xml;
using System.Xml.Linq;
using DialIn.Simulator.Meetings;

namespace DialIn.Simulator.Api;

/// <summary>The BBB API of one server, from a call to its answer. No HTTP here.</summary>
/// <param name="meetings">The server's meetings.</param>
/// <param name="secret">Gives the present shared secret.</param>
/// <param name="voices">How many are in a meeting's audio conference.</param>
/// <param name="ended">Told when the API ended a meeting.</param>
/// <param name="hooks">Answers for webhooks.</param>
/// <param name="version">Which BigBlueButton it is.</param>
internal sealed class BbbApi(
    MeetingBook meetings, Func<string> secret, Func<SimulatedMeeting, int> voices, Action<SimulatedMeeting> ended, HooksApi? hooks = null, BbbVersion version = BbbVersion.V27)
{
    // BBB API: create, a meetingID has 2 to 256 characters and no comma.
    private const int ShortestId = 2;
    private const int LongestId = 256;

    // BBB API: sendChatMessage.
    private const int LongestChatMessage = 500;

    /// <summary>Answers a call.</summary>
    public XElement Handle(ApiCall call)
    {
        if (call.Name.Length == 0)
        {
            return MeetingXml.Success(
                new XElement("version", "2.0"), new XElement("apiVersion", "2.0"), new XElement("bbbVersion", ""));
        }

        if (!ApiChecksum.IsValid(call.Name, call.RawQuery, secret()))
        {
            return MeetingXml.Failed(ApiFault.Checksum);
        }

        return hooks?.Handle(call) ?? call.Name switch
        {
            "sendChatMessage" when version == BbbVersion.V30 => WithMeeting(call, meeting => SendChatMessage(call, meeting)),
            "create" => Create(call),
            "getMeetings" => MeetingXml.List(meetings.List(), voices),
            "getMeetingInfo" => WithMeeting(call, meeting =>
                MeetingXml.Success(MeetingXml.Details(meeting, voices(meeting)))),
            "isMeetingRunning" => IsMeetingRunning(call),
            "join" => WithMeeting(call, meeting => Join(call, meeting)),
            "end" => WithMeeting(call, End),
            _ => MeetingXml.Failed(ApiFault.Unsupported),
        };
    }

    private XElement Create(ApiCall call)
    {
        if (call["meetingID"] is not { } meetingId)
        {
            return MeetingXml.Failed(ApiFault.NoMeetingId);
        }

        if (meetingId.Length is < ShortestId or > LongestId || meetingId.Contains(',', StringComparison.Ordinal))
        {
            return MeetingXml.Failed(ApiFault.Validation("Meeting ID must be between 2 and 256 characters, no comma"));
        }

        if (call["name"] is not { } name)
        {
            return MeetingXml.Failed(ApiFault.Validation("You must provide a meeting name"));
        }

        if (call["voiceBridge"] is { } bridge && !bridge.All(char.IsAsciiDigit))
        {
            return MeetingXml.Failed(ApiFault.Validation("Voice bridge must be only digits"));
        }

        var outcome = meetings.Create(ReadRequest(call, meetingId, name), out var meeting);
        return outcome switch
        {
            CreateOutcome.IdTaken => MeetingXml.Failed(ApiFault.IdNotUnique),
            CreateOutcome.ParentMissing => MeetingXml.Failed(ApiFault.NotFound),
            CreateOutcome.VoiceBridgeTaken => MeetingXml.Failed(ApiFault.VoiceBridgeTaken),
            _ => MeetingXml.Created(meeting!, existed: outcome == CreateOutcome.Existing),
        };
    }

    private static MeetingRequest ReadRequest(ApiCall call, string meetingId, string name) => new(meetingId, name)
    {
        VoiceBridge = call["voiceBridge"],
        DialNumber = call["dialNumber"],
        ModeratorPassword = call["moderatorPW"],
        AttendeePassword = call["attendeePW"],
        Welcome = call["welcome"] ?? "",
        ModeratorOnlyMessage = call["moderatorOnlyMessage"] ?? "",
        Breakout = ReadBreakout(call),
        Duration = int.TryParse(call["duration"], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0,
        Metadata = ReadMetadata(call),
    };

    private static BreakoutRequest? ReadBreakout(ApiCall call) => call["isBreakout"] == "true" && call["parentMeetingID"] is { } parent
        ? new BreakoutRequest(
            parent,
            int.TryParse(call["sequence"], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 1,
            call["freeJoin"] == "true")
        : null;

    // BBB API: create, names of metadata are kept in lower case; what cannot be an element's name is dropped here.
    private static Dictionary<string, string> ReadMetadata(ApiCall call)
    {
        const string prefix = "meta_";
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in call.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var name = parameter[prefix.Length..].ToLowerInvariant();
            if (name.Length > 0 && XmlConvert.EncodeLocalName(name) == name)
            {
                metadata[name] = call[parameter] ?? "";
            }
        }

        return metadata;
    }

    private XElement IsMeetingRunning(ApiCall call) => call["meetingID"] is { } meetingId
        ? MeetingXml.Success(new XElement("running", meetings.Find(meetingId)?.IsRunning ?? false))
        : MeetingXml.Failed(ApiFault.NoMeetingId);

    private static XElement Join(ApiCall call, SimulatedMeeting meeting)
    {
        if (call["fullName"] is not { } fullName)
        {
            return MeetingXml.Failed(ApiFault.Validation("You must provide your name"));
        }

        var isModerator = string.Equals(call["role"], "MODERATOR", StringComparison.OrdinalIgnoreCase)
            || call["password"] == meeting.ModeratorPassword;
        if (!isModerator && call["role"] is null && call["password"] != meeting.AttendeePassword)
        {
            return MeetingXml.Failed(new ApiFault("invalidPassword", "The supplied password is incorrect"));
        }

        var user = meeting.Join(fullName, isModerator ? MeetingRole.Moderator : MeetingRole.Viewer, call["userID"]);
        return MeetingXml.Success(
            new XElement("messageKey", "successfullyJoined"),
            new XElement("message", "You have joined successfully."),
            new XElement("meeting_id", meeting.InternalId),
            new XElement("user_id", user.InternalId),
            new XElement("guestStatus", "ALLOW"));
    }

    private static XElement SendChatMessage(ApiCall call, SimulatedMeeting meeting)
    {
        if (call["message"] is not { Length: <= LongestChatMessage } message)
        {
            return MeetingXml.Failed(ApiFault.Validation("message must be between 1 and 500 characters"));
        }

        meeting.WritePublic(new Chats.ChatLine("", call["userName"] ?? "System", WebUtility.HtmlEncode(message)));
        return MeetingXml.Success(new XElement("messageKey", ""), new XElement("message", ""));
    }

    private XElement End(SimulatedMeeting meeting)
    {
        foreach (var gone in meetings.End(meeting.MeetingId))
        {
            ended(gone);
        }

        return MeetingXml.Success(
            new XElement("messageKey", "sentEndMeetingRequest"),
            new XElement("message", "A request to end the meeting was sent. Please wait a few seconds, and then use the "
                + "getMeetings or isMeetingRunning API calls to verify that it was ended"));
    }

    private XElement WithMeeting(ApiCall call, Func<SimulatedMeeting, XElement> answer)
    {
        if (call["meetingID"] is not { } meetingId)
        {
            return MeetingXml.Failed(ApiFault.NoMeetingId);
        }

        return meetings.Find(meetingId) is { } meeting ? answer(meeting) : MeetingXml.Failed(ApiFault.NotFound);
    }
}
