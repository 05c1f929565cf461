using System.Text.Json;
using DialIn.Announcements;

namespace DialIn.BigBlueButton.Redis;

/// <summary>
/// Reads the messages of bbb-apps-akka, of 2.3 to 3.x. Nearly all of them are of others' concern (slides, whiteboards, votes): those
/// are told by their name, and not read further. Input of others: nothing throws, what is not understood says nothing.
/// </summary>
/// <param name="serverName">The server they come from.</param>
internal sealed class RedisMessageReader(string serverName)
{
    // A meeting with a hundred metadata has some 20 kB; a list of a thousand users has 400 kB.
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>What a message says; none if nothing that matters here.</summary>
    public IReadOnlyList<RedisNews> Read(ReadOnlyMemory<byte> message)
    {
        if (message.Length > MaxBytes || !TryReadName(message.Span, out var name) || !IsKnown(name))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(message);
            JsonElement? root = document.RootElement;
            var header = root.Part("core").Part("header");
            var body = root.Part("core").Part("body");
            var meeting = header.Text("meetingId");
            if (meeting.Length == 0)
            {
                meeting = root.Part("envelope").Part("routing").Text("meetingId");
            }

            return [.. Read(name, meeting, header, body)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static bool IsKnown(string name) => name is
        "MeetingCreatedEvtMsg" or "SyncGetMeetingInfoRespMsg" or "MeetingEndingEvtMsg" or "MeetingEndedEvtMsg" or "MeetingDestroyedEvtMsg"
        or "UserJoinedMeetingEvtMsg" or "UserLeftMeetingEvtMsg" or "UserEjectedFromMeetingEvtMsg" or "UserRoleChangedEvtMsg"
        or "GuestsWaitingApprovedEvtMsg" or "GuestApprovedEvtMsg" or "GetUsersMeetingRespMsg" or "SyncGetUsersMeetingRespMsg"
        or "GroupChatCreatedEvtMsg" or "GroupChatMessageBroadcastEvtMsg";

    // Reads no further than the name, wherever the envelope stands.
    private static bool TryReadName(ReadOnlySpan<byte> message, out string name)
    {
        name = "";
        var reader = new Utf8JsonReader(message);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isEnvelope = reader.CurrentDepth == 1 && reader.ValueTextEquals("envelope"u8);
                var isName = reader.CurrentDepth == 2 && reader.ValueTextEquals("name"u8);
                reader.Read();
                if (isName)
                {
                    name = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
                    return name.Length > 0;
                }

                if (!isEnvelope || reader.TokenType != JsonTokenType.StartObject)
                {
                    reader.Skip();
                }
            }

            return false;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private IEnumerable<RedisNews> Read(string name, string meeting, JsonElement? header, JsonElement? body)
    {
        switch (name)
        {
            case "MeetingCreatedEvtMsg" or "SyncGetMeetingInfoRespMsg":
                return MeetingProps.Read(body.Part("props"), serverName) is { } created ? [created] : [];
            case "MeetingEndingEvtMsg" or "MeetingEndedEvtMsg" or "MeetingDestroyedEvtMsg":
                return body.Text("meetingId") is { Length: > 0 } ended ? [new EventNews(new MeetingClosed(ended), IsForced: IsWanted(body.Text("reason")))] : [];
            case "UserJoinedMeetingEvtMsg":
                return Event(meeting, body.Text("intId"), (id, user) => UserOf(id, user, body));
            case "UserLeftMeetingEvtMsg":
                return Event(meeting, body.Text("intId"), static (id, user) => new UserGone(id, user));
            case "UserEjectedFromMeetingEvtMsg":
                return Event(meeting, body.Text("userId"), static (id, user) => new UserGone(id, user));
            case "UserRoleChangedEvtMsg":
                return Event(meeting, body.Text("userId"), (id, user) => new RoleChanged(id, user, IsModerator(body)));
            case "GuestApprovedEvtMsg":
                return Event(meeting, header.Text("userId"), (id, user) => new UserJudged(id, user, body.Text("status") == "ALLOW"));
            case "GuestsWaitingApprovedEvtMsg":
                return body.Items("guests").SelectMany(guest => Event(meeting, guest.Text("guest"), (id, user) => new UserJudged(id, user, guest.Text("status") == "ALLOW")));
            case "GetUsersMeetingRespMsg" or "SyncGetUsersMeetingRespMsg":
                return Event(meeting, id => new UsersListed(id, [.. body.Items("users").Where(static user => user.Text("intId").Length > 0).Select(user => UserOf(id, user.Text("intId"), user))]));
            case "GroupChatCreatedEvtMsg":
                return body.Text("chatId") is { Length: > 0 } chat ? [new ChatOpened(body.Text("correlationId"), chat)] : [];
            default:
                return body.Text("chatId") is { Length: > 0 } written ? [new ChatWritten(written, body.Part("msg").Text("correlationId"))] : [];
        }
    }

    private static IEnumerable<RedisNews> Event(string meeting, Func<string, ServerEvent> told) => meeting.Length > 0 ? [new EventNews(told(meeting))] : [];

    private static IEnumerable<RedisNews> Event(string meeting, string user, Func<string, string, ServerEvent> told) =>
        meeting.Length > 0 && user.Length > 0 ? [new EventNews(told(meeting, user))] : [];

    // Releases without a waiting room say nothing of one.
    private static UserEntered UserOf(string meeting, string user, JsonElement? body) =>
        new(meeting, user, IsModerator(body), body.Text("guestStatus") is "" or "ALLOW");

    // By the API, by the moderators' button, by the clock. Not: nobody has come, everybody has left, no moderator is there, the service was interrupted.
    private static bool IsWanted(string reason) => reason is "ENDED_FROM_API" or "ENDED_AFTER_USER_LOGGED_OUT" or "ENDED_AFTER_EXCEEDING_DURATION";

    private static bool IsModerator(JsonElement? body) => body.Text("role") == "MODERATOR";
}
