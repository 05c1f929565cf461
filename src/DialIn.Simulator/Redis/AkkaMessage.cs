using System.Text.Json;
using DialIn.Simulator.Chats;
using DialIn.Simulator.Meetings;

namespace DialIn.Simulator.Redis;

/// <summary>The messages that bbb-apps-akka publishes, field for field as the release writes them.</summary>
/// <param name="version">Which release.</param>
/// <param name="time">Where times come from.</param>
internal sealed class AkkaMessage(BbbVersion version, TimeProvider time)
{
    /// <summary>What happened in a meeting; null where the release says nothing.</summary>
    public IEnumerable<string> Of(MeetingNotice notice) => notice switch
    {
        MeetingBegan => [Created(notice.Meeting)],
        MeetingOver => [ToMeeting("MeetingEndingEvtMsg", notice.Meeting, "not-used", new { meetingId = notice.Meeting.InternalId, reason = "ENDED_FROM_API" }),
            System("MeetingEndedEvtMsg", new { meetingId = notice.Meeting.InternalId }), System("MeetingDestroyedEvtMsg", new { meetingId = notice.Meeting.InternalId })],
        UserCame came => [ToMeeting("UserJoinedMeetingEvtMsg", came.Meeting, came.User.InternalId, WebUser(came.User))],
        UserWent went => [ToMeeting("UserLeftMeetingEvtMsg", went.Meeting, went.User.InternalId, new { intId = went.User.InternalId, eject = false, ejectedBy = "", reason = "", reasonCode = "" })],
        RoleSet set => [ToMeeting("UserRoleChangedEvtMsg", set.Meeting, set.User.InternalId, new { userId = set.User.InternalId, role = Role(set.User), changedBy = "w_somebody" })],
        PublicChatWritten written => [Broadcast(written.Meeting, "MAIN-PUBLIC-GROUP-CHAT", "", written.Line)],
        _ => [],
    };

    /// <summary>The users of a meeting, for one who asked.</summary>
    public string Users(string name, SimulatedMeeting meeting, string requester) => ToMeeting(name, meeting, requester, new { users = meeting.Users.Select(WebUser) }, "DIRECT");

    /// <summary>A meeting that goes on, for one who asked.</summary>
    public string MeetingInfo(SimulatedMeeting meeting) => ToMeeting("SyncGetMeetingInfoRespMsg", meeting, "nodeJSapp", new { props = Props(meeting) }, "DIRECT");

    /// <summary>A private chat was made; told to each of those in it.</summary>
    public string ChatCreated(SimulatedMeeting meeting, PrivateChat chat, string createdBy, string correlationId, string recipient)
    {
        object User(string id) => version is BbbVersion.V23 or BbbVersion.V25 ? new { id, name = NameOf(meeting, id) } : new { id, name = NameOf(meeting, id), role = "" };
        var users = chat.Participants.Select(User);
        object body = version == BbbVersion.V23
            ? new { correlationId, chatId = chat.Id, createdBy = User(createdBy), name = chat.Id, access = "PRIVATE_ACCESS", users, msg = Array.Empty<object>() }
            : new { correlationId, chatId = chat.Id, createdBy = User(createdBy), access = "PRIVATE_ACCESS", users, msg = Array.Empty<object>() };
        return ToMeeting("GroupChatCreatedEvtMsg", meeting, recipient, body, "DIRECT");
    }

    /// <summary>Somebody wrote.</summary>
    public string Broadcast(SimulatedMeeting meeting, string chatId, string correlationId, ChatLine line)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var id = $"{now}-{line.Sender}";
        object message = version switch
        {
            BbbVersion.V23 => new { id, timestamp = now, correlationId, sender = new { id = line.Sender, name = line.SenderName }, color = "0", message = line.Text },
            BbbVersion.V25 => new { id, timestamp = now, correlationId, sender = new { id = line.Sender, name = line.SenderName }, chatEmphasizedText = false, message = line.Text },
            BbbVersion.V27 => new { id, timestamp = now, correlationId, sender = new { id = line.Sender, name = line.SenderName, role = "" }, chatEmphasizedText = false, message = line.Text },
            _ => new { id, timestamp = now, correlationId, sender = new { id = line.Sender, name = line.SenderName, role = "" }, chatEmphasizedText = false, message = line.Text, replyToMessageId = "", metadata = new { } },
        };
        return ToMeeting("GroupChatMessageBroadcastEvtMsg", meeting, line.Sender, new { chatId, msg = message });
    }

    /// <summary>Somebody was thrown out.</summary>
    public string Ejected(SimulatedMeeting meeting, string userId, string reason) => ToMeeting(
        "UserEjectedFromMeetingEvtMsg", meeting, userId, new { userId, ejectedBy = MeetingChats.System, reason, reasonCode = "permission_failed" }, "DIRECT");

    private static string Role(MeetingUser user) => user.Role == MeetingRole.Moderator ? "MODERATOR" : "VIEWER";

    private static string NameOf(SimulatedMeeting meeting, string id) => meeting.Users.FirstOrDefault(user => user.InternalId == id)?.FullName ?? "";

    private static object WebUser(MeetingUser user) => new
    {
        intId = user.InternalId,
        extId = user.UserId,
        name = user.FullName,
        role = Role(user),
        guest = false,
        authed = true,
        guestStatus = "ALLOW",
        presenter = false,
        locked = true,
        avatar = "",
        clientType = "HTML5",
    };

    private object Props(SimulatedMeeting meeting)
    {
        var message = meeting.Request.ModeratorOnlyMessage;
        return new
        {
            meetingProp = version == BbbVersion.V30
                ? (object)new { name = meeting.Name, extId = meeting.MeetingId, intId = meeting.InternalId, isBreakout = meeting.Parent is not null, disabledFeatures = Array.Empty<string>(), audioBridge = "bbb-webrtc-sfu", cameraBridge = "bbb-webrtc-sfu", screenShareBridge = "bbb-webrtc-sfu" }
                : new { name = meeting.Name, extId = meeting.MeetingId, intId = meeting.InternalId, isBreakout = meeting.Parent is not null, disabledFeatures = Array.Empty<string>() },
            breakoutProps = new { parentId = meeting.Parent?.InternalId ?? "bbb-none", sequence = meeting.Request.Breakout?.Sequence ?? 0, freeJoin = meeting.Request.Breakout?.FreeJoin ?? false },
            durationProps = new { duration = 0, createdTime = meeting.CreatedAt.ToUnixTimeMilliseconds(), createdDate = "" },
            password = new { moderatorPass = meeting.ModeratorPassword, viewerPass = meeting.AttendeePassword },
            welcomeProp = version == BbbVersion.V30
                ? (object)new { welcomeMsg = meeting.Request.Welcome, welcomeMsgForModerators = message }
                : new { welcomeMsgTemplate = meeting.Request.Welcome, welcomeMsg = meeting.Request.Welcome, modOnlyMessage = message },
            voiceProp = new { telVoice = meeting.VoiceBridge, voiceConf = meeting.VoiceBridge, dialNumber = meeting.DialNumber, muteOnStart = false },
            usersProp = new { maxUsers = 0, guestPolicy = "ALWAYS_ACCEPT", allowModsToUnmuteUsers = true },
            metadataProp = new { metadata = meeting.Request.Metadata },
            lockSettingsProps = new { disableMic = false },
        };
    }

    private string Created(SimulatedMeeting meeting) => System("MeetingCreatedEvtMsg", new { props = Props(meeting) });

    private string System(string name, object body) => Write(name, new { sender = "bbb-apps-akka" }, new { name }, body);

    private string ToMeeting(string name, SimulatedMeeting meeting, string userId, object body, string type = "BROADCAST_TO_MEETING") => Write(
        name, new { msgType = type, meetingId = meeting.InternalId, userId }, new { name, meetingId = meeting.InternalId, userId }, body);

    private string Write(string name, object routing, object header, object body) => JsonSerializer.Serialize(
        new { envelope = new { name, routing, timestamp = time.GetUtcNow().ToUnixTimeMilliseconds() }, core = new { header, body } });
}
