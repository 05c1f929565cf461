using DialIn.Simulator.Chats;

namespace DialIn.Simulator.Meetings;

/// <content>What the web users see.</content>
public sealed partial class SimulatedMeeting
{
    private readonly MeetingChats _chats = new();

    internal MeetingChats Chats => _chats;

    /// <summary>The private chats of the meeting, all of them.</summary>
    public IReadOnlyList<PrivateChat> PrivateChats => _chats.Private;

    /// <summary>What a web user's client shows now, and all it was sent.</summary>
    /// <param name="user">The user, as <see cref="Join"/> gave them; their role of today counts.</param>
    public ClientView View(MeetingUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var now = Users.FirstOrDefault(other => other.InternalId == user.InternalId) ?? user;
        // BBB 2.x: bbb-web hands modOnlyMessage to those who enter as moderator, and nobody hears of it later. 3.0: a view that asks for the role of now.
        var seesMessage = Request.ModeratorOnlyMessage.Length > 0
            && (Version == BbbVersion.V30 ? now.Role : now.JoinedAs) == MeetingRole.Moderator;
        var message = seesMessage ? Substitute(Request.ModeratorOnlyMessage) : null;
        var isInDetails = Version == BbbVersion.V30;
        var mine = _chats.Private.Where(chat => chat.Participants.Contains(user.InternalId)).ToList();
        string[] panel =
        [
            .. Request.Welcome.Length > 0 ? [Substitute(Request.Welcome)] : Array.Empty<string>(),
            .. message is not null && !isInDetails ? [message] : Array.Empty<string>(),
            .. _chats.Public.Select(static line => line.Text),
        ];
        var answers = ClientView.Json(new
        {
            enter = new
            {
                returncode = "SUCCESS",
                fullname = now.FullName,
                confname = Name,
                meetingID = InternalId,
                externMeetingID = MeetingId,
                externUserID = now.UserId,
                internalUserID = now.InternalId,
                role = now.JoinedAs == MeetingRole.Moderator ? "MODERATOR" : "VIEWER",
                voicebridge = VoiceBridge,
                dialnumber = DialNumber,
                welcome = Substitute(Request.Welcome),
                modOnlyMessage = isInDetails ? null : message,
                metadata = Request.Metadata.Select(static entry => new Dictionary<string, string> { [entry.Key] = entry.Value }),
            },
            welcomeMsgs = isInDetails ? new { welcomeMsg = Substitute(Request.Welcome), welcomeMsgForModerators = message } : null,
            meeting = new { name = Name, voiceSettings = new { dialNumber = DialNumber, telVoice = VoiceBridge } },
            users = Users.Select(static other => new { other.InternalId, other.FullName, role = other.Role.ToString() }),
            publicChat = _chats.Public,
            privateChats = mine,
        });
        return new ClientView(panel, message is not null && isInDetails ? [message] : [], [.. mine.SelectMany(static chat => chat.Lines).Select(static line => line.Text)], answers);
    }
}
